import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../plugins/index.ts';
import type { TestEngineOptions } from './start-test-engine.ts';

/** A node in a process of its own. */
export interface TestNode {
  readonly child: ChildProcess;
  readonly url: string;
  readonly databaseUrl: string;
  /** The room of the cast, and the tokens of two in it: a student and the teacher. */
  readonly room: string;
  readonly anas: string;
  readonly riveras: string;
  as(token: string): TRPCClient<AppRouter>;
  /** kill -9. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const FIXTURE = join(import.meta.dirname, 'node.fixture.ts');

export interface NodeOptions extends TestEngineOptions {
  /** Also brings the people of the tests. */
  readonly cast?: true;
  /** Where it makes its temporary folders: one that is killed leaves them behind. */
  readonly temporary?: string;
}

/** Starts a node. `within`: a command it is started by. */
export async function startNode(
  { temporary, ...options }: NodeOptions,
  within: readonly string[] = [],
): Promise<TestNode> {
  const [program = '', ...args] = [...within, process.execPath, FIXTURE, JSON.stringify(options)];
  const env = temporary ? { ...process.env, TMPDIR: temporary } : process.env;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Pick<TestNode, 'url' | 'databaseUrl' | 'room' | 'anas' | 'riveras'>;
    const as = (token: string) =>
      createTRPCClient<AppRouter>({
        links: [httpLink({ url: `${said.url}/trpc`, headers: { authorization: `Bearer ${token}` } })],
      });
    return { child, ...said, as, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
  }
  throw new Error(`the node ended with ${child.exitCode}`);
}
