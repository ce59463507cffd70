import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** Programs of this run that are alive: ended by their ids, however the run ends. */
const alive = new Set<ChildProcess>();

/** Remembers a program until it ends. */
export function watch(child: ChildProcess): ChildProcess {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  child.once('error', () => alive.delete(child));
  return child;
}

export function launch(program: string, args: readonly string[], account: Account | undefined): ChildProcess {
  return watch(spawn(program, args, { stdio: 'ignore', detached: true, ...account }));
}

/** Sends a signal and waits for the end of the program. */
export async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((exited) => child.once('exit', exited));
  child.kill(signal);
  await ended;
}

/** For the last moment of the run: nothing is waited for. */
export function killAll(): void {
  for (const child of alive) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
  }
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: it runs as nobody then. */
export const unprivileged = (): Account | undefined =>
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

export function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Tries until it works. @throws the last error after `ms` */
export async function eventually<T>(what: () => Promise<T>, ms: number): Promise<T> {
  const last = performance.now() + ms;
  for (;;) {
    try {
      return await what();
    } catch (error) {
      if (performance.now() > last) throw error;
      await pause(100);
    }
  }
}
