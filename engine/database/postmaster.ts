import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A running PostgreSQL server of a cluster folder. */
export interface Postmaster {
  readonly pid: number;
  /** Program and arguments, as it was started. */
  readonly command: readonly string[];
  /** `starting`, `ready` or `stopping`, by its own word. */
  readonly status: string;
}

/**
 * The server that a Homeroom which was killed left running on this folder, or undefined. PostgreSQL takes any process
 * that has the number in its pid file for its server: one that got the number since (after a reboot, say), and the remains
 * of a dead server that nobody has buried (in a container without an init). Then the number is struck out. When we cannot
 * see what the process is, it stays: two servers on one folder would ruin it.
 */
export function findPostmaster(clusterDir: string): Postmaster | undefined {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const noted = read(pidFile);
  const pid = Number.parseInt(noted, 10);
  if (!(pid > 0)) return undefined;
  const command = read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1);
  if (command[0]?.endsWith('/postgres') && command[command.indexOf('-D') + 1] === clusterDir)
    return { pid, command, status: noted.split('\n')[7]?.trim() ?? '' };
  if (command.length > 0 || isUnburied(pid)) writeFileSync(pidFile, noted.replace(/^\d+/, NOBODYS));
  return undefined;
}

/**
 * Ends a server that does not listen to signals, and the processes that it started: frozen, they would hold its memory and
 * no other server could start.
 */
export function killServer(clusterDir: string): void {
  const pid = findPostmaster(clusterDir)?.pid;
  if (pid === undefined) return;
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  for (const each of [pid, ...children]) kill(each);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was quicker.
  }
}

/**
 * A number no process can have: Linux counts to 4,194,304. The rest of the file stays, since by it PostgreSQL sees
 * whether a server process still holds the old server's memory.
 */
const NOBODYS = '4194305';

const isUnburied = (pid: number): boolean => /^State:\s+Z/m.test(read(`/proc/${pid}/status`));

/** A file's text; empty when it is not there or not for us. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
