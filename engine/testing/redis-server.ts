import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of one test's own. */
export interface RedisServer {
  readonly url: string;
  /** Ends it without warning, as a crash would. */
  kill(): Promise<void>;
  /** Stops it in the middle of whatever it does: it keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same port, with what it had written down. One that still runs is killed first. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the machine's `redis-server` on a free port, writing every change down at once. */
export async function startRedisServer(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-redis-'));
  const port = await freePort();
  let process = await launch(folder, port);
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end(process, 'SIGKILL'),
    freeze: () => void process.kill('SIGSTOP'),
    thaw: () => void process.kill('SIGCONT'),
    restart: async () => {
      await end(process, 'SIGKILL');
      process = await launch(folder, port);
    },
    stop: async () => {
      process.kill('SIGCONT');
      await end(process, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, port: number): Promise<ChildProcess> {
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const child = spawn('redis-server', [...settings, '--appendfsync', 'always'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) {
    if (String(chunk).includes('Ready to accept connections')) break;
  }
  if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
