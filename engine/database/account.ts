import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseNotReady } from './database-not-ready.ts';
import { runProgram } from './run-program.ts';

/** A unix account by its numbers. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account the embedded server runs as: `undefined` (this process's own) unless we are root, which PostgreSQL refuses.
 * Root runs it as the owner of an existing cluster folder, else as `name`, which is made when the machine lacks it.
 */
export async function serverAccount(clusterDir: string, name = 'postgres'): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(clusterDir) ?? (await lookUp(name)) ?? (await makeAccount(name));
}

/** The first folder on the way to `path` (itself included) that the account may not enter, or undefined. */
export function firstClosedFolder(path: string, account: Account): string | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : firstClosedFolder(parent, account);
  return above ?? (mayEnter(path, account) ? undefined : path);
}

function mayEnter(folder: string, { uid, gid }: Account): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory() || uid === 0) return true;
  const bit = stats.uid === uid ? 0o100 : stats.gid === gid ? 0o010 : 0o001;
  return (stats.mode & bit) !== 0;
}

function ownerOf(folder: string): Account | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats && stats.uid !== 0 ? { uid: stats.uid, gid: stats.gid } : undefined;
}

async function lookUp(name: string): Promise<Account | undefined> {
  const [user, group] = await Promise.all([runProgram('id', ['-u', name]), runProgram('id', ['-g', name])]);
  const account = { uid: Number.parseInt(user.output, 10), gid: Number.parseInt(group.output, 10) };
  return user.code === 0 && group.code === 0 && account.uid > 0 && account.gid >= 0 ? account : undefined;
}

async function makeAccount(name: string): Promise<Account> {
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  await runProgram('useradd', [...flags, name]);
  const made = await lookUp(name);
  if (made) return made;
  throw new DatabaseNotReady(
    `PostgreSQL does not run as root and an account named ${name} could not be made: run "useradd --system ${name}", start Homeroom as an ordinary account, or set DATABASE_URL.`,
  );
}
