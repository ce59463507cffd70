import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { end, eventually, freePort, launch } from './program.ts';
import { Wire } from './wire.ts';

/** A Redis of the run's own that keeps nothing, and the network that leads to it. */
export interface Redis {
  readonly url: string;
  readonly wire: Wire;
  kill(): Promise<void>;
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export async function startRedis(folder: string): Promise<Redis> {
  const port = await freePort();
  const wire = await new Wire(() => port).open();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
    child = launch('redis-server', settings, undefined);
    await eventually(() => reach(port), 20_000);
  };
  await start();
  return {
    url: `redis://127.0.0.1:${wire.port}`,
    wire,
    start,
    kill: () => end(child, 'SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      wire.close();
      child?.kill('SIGCONT');
      await end(child, 'SIGKILL');
    },
  };
}

const reach = (port: number): Promise<void> =>
  new Promise((reached, failed) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      reached();
    });
    socket.once('error', failed);
  });
