import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Account } from './account.ts';

export interface ProgramResult {
  /** Exit code; 126 when the program could not even be started. */
  readonly code: number;
  /** What it wrote to stdout and stderr, together. */
  readonly output: string;
}

export interface ProgramOptions {
  /** The account to run as; without it the account of this process. */
  readonly account?: Account | undefined;
  /** A folder the account may enter: PostgreSQL's programs refuse to start in one it may not. */
  readonly cwd?: string;
  readonly input?: string;
  /** The program starts a server that inherits its pipes: success is told when the program ends, not when they close. */
  readonly leavesServer?: boolean;
}

/**
 * Runs a program to its end. Only PATH and a plain locale are handed on, so that PGHOST, PGPORT and the like of whoever
 * starts Homeroom never reach its own server, and messages are the English ones we recognise.
 */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions = {}) {
  return new Promise<ProgramResult>((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.account && { uid: options.account.uid, gid: options.account.gid }),
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('error', (error) => resolve({ code: 126, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
    if (options.leavesServer)
      child.on('exit', (code) => code === 0 && leave(child, () => resolve({ code: 0, output })));
  });
}

/** Lets go of the pipes that the server goes on holding, so that they do not keep this process from ending. */
function leave(child: ChildProcessWithoutNullStreams, then: () => void): void {
  child.stdout.destroy();
  child.stderr.destroy();
  then();
}
