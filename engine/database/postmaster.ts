import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A running PostgreSQL server of a cluster folder. */
export interface Postmaster {
  readonly pid: number;
  /** Program and arguments, as it was started. */
  readonly command: readonly string[];
}

/**
 * The server that a Homeroom which was killed left running on this folder, or undefined. A pid file whose number belongs
 * to some other process by now (after a reboot, say) is removed, because PostgreSQL would take that process for its own.
 * When we cannot see what the process is, the file stays: two servers on one folder would ruin it.
 */
export function findPostmaster(clusterDir: string): Postmaster | undefined {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const pid = Number.parseInt(read(pidFile), 10);
  const command = pid > 0 ? read(`/proc/${pid}/cmdline`).split('\0').slice(0, -1) : [];
  if (command.length === 0) return undefined;
  if (command[0]?.endsWith('/postgres') && command[command.indexOf('-D') + 1] === clusterDir) return { pid, command };
  rmSync(pidFile, { force: true });
  return undefined;
}

/** A file's text; empty when it is not there or not for us. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
