import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TICKS_PER_SECOND = 100;

/** CPU seconds that a PostgreSQL cluster's processes have used, living and ended ones, as Linux counts them in /proc. */
export function postgresCpu(clusterDir: string): number {
  const postmaster = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0] ?? '';
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = statOf(pid);
    if (!stat) continue;
    if (pid === postmaster) ticks += stat.own + stat.ended;
    else if (stat.parent === postmaster) ticks += stat.own;
  }
  return ticks / TICKS_PER_SECOND;
}

function statOf(pid: string): { parent: string; own: number; ended: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (index: number): number => Number(fields[index]);
    return { parent: fields[1] ?? '', own: at(11) + at(12), ended: at(13) + at(14) };
  } catch {
    return null;
  }
}
