import { DatabaseNotReady } from '../engine/index.ts';
import { EnvironmentError } from './environment.ts';

/** A mistake of whoever typed a command: told without a stack. */
export class UsageError extends Error {}

/** What to print for an error that ends a program: a sentence with the cure where we have one, else the whole of it. */
export function explained(error: unknown): string {
  if (error instanceof EnvironmentError) return error.problems.join('\n');
  if (error instanceof DatabaseNotReady || error instanceof UsageError) return error.message;
  const { code, port, address, stack } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${address} is taken: stop what listens there, or set PORT to another.`;
  if (code === 'EACCES' && port) return `Port ${port} is not for ordinary accounts: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `HOST ${address} is not an address of this machine: use 127.0.0.1 or 0.0.0.0.`;
  return stack ?? String(error);
}

/** Runs a program; an error ends it with exit code 1 and its explanation on standard error. */
export async function runProgram(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(explained(error));
    process.exit(1);
  }
}
