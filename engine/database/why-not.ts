import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseNotReady } from './database-not-ready.ts';

/** What a PostgreSQL program wrote before it gave up, as one sentence with the cure. */
export function explain(output: string, clusterDir: string): DatabaseNotReady {
  const known = KNOWN.find(([sign]) => sign.test(output));
  if (known) return new DatabaseNotReady(known[1](clusterDir));
  if (isFull(clusterDir)) return new DatabaseNotReady(full(clusterDir));
  return new DatabaseNotReady(
    `The embedded PostgreSQL in ${clusterDir} did not start (${tellingLine(output)}): see the files in ${clusterDir}/log, or set DATABASE_URL.`,
  );
}

/** A failure of our own writing below the data folder, as one sentence; any other error is answered as it is. */
export function explainError(error: unknown, dataDir: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DatabaseNotReady(full(dataDir), { cause: error });
  if (['EROFS', 'EACCES', 'EPERM'].includes(code)) return new DatabaseNotReady(readOnly(dataDir), { cause: error });
  if (['ENOTDIR', 'EEXIST'].includes(code)) {
    return new DatabaseNotReady(`${dataDir} is not a folder: set DATA_DIR to one.`, { cause: error });
  }
  return error;
}

const full = (dir: string): string =>
  `The disk that holds ${dir} is full: make room on it, or set DATA_DIR to another disk.`;
const readOnly = (dir: string): string =>
  `${dir} cannot be written: make it writable for the account that runs Homeroom, or set DATA_DIR to a folder that is.`;

const KNOWN: readonly (readonly [RegExp, (dir: string) => string])[] = [
  [/No space left on device|Disk quota exceeded/, full],
  [/Read-only file system|Permission denied/, readOnly],
  [
    /could not create shared memory|could not create semaphores|Cannot allocate memory/,
    () => 'This machine has no memory left for PostgreSQL: free some, or set DATABASE_URL to a server elsewhere.',
  ],
];

/** A full disk can swallow the very message that says so. */
function isFull(clusterDir: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(clusterDir));
  return bavail * bsize < 1024 * 1024;
}

const tellingLine = (output: string): string => {
  const lines = output.trim().split('\n');
  return (lines.find((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '').trim();
};
