import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { findPostmaster } from './postmaster.ts';

/**
 * Address of the embedded server that runs on a data folder, or undefined when none does: for programs that have
 * something to do beside a running Homeroom. It is the other's to stop. The address has the password in it: never log it.
 */
export async function runningServer(dataDir: string): Promise<string | undefined> {
  if (!existsSync(dataDir)) return undefined;
  const dir = join(await realpath(dataDir), 'postgres');
  if (!findPostmaster(dir)) return undefined;
  const { password, port } = JSON.parse(await readFile(join(dir, 'homeroom.json'), 'utf8')) as Record<string, unknown>;
  return `postgres://homeroom:${password}@127.0.0.1:${port}/homeroom`;
}
