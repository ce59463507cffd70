import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HealthCheck } from './health.ts';
import type { Log } from './log.ts';

export interface DiskSpace {
  /** Bytes, for this account. */
  readonly free: number;
  readonly size: number;
}

/** `low`: somebody should make room. `full`: next to nothing can be written. */
export type DiskState = 'well' | 'low' | 'full';

const MIB = 1024 * 1024;
const FULL = MIB;
const LOW = 1024 * MIB;
const LOOK_MS = 30_000;

/** The space of the disk that holds a folder, or would when it were made. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, size: blocks * bsize };
  } catch (error) {
    const above = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || above === folder) throw error;
    return diskSpace(above);
  }
}

/** Low is less than 1 GiB, and on a small disk less than a tenth of it. */
export function diskState({ free, size }: DiskSpace): DiskState {
  if (free < FULL) return 'full';
  return free < Math.min(LOW, size / 10) ? 'low' : 'well';
}

const inMegabytes = (bytes: number): string => `${Math.floor(bytes / MIB).toLocaleString('en')} MiB`;

function sentence(state: DiskState, { free, size }: DiskSpace): string | null {
  if (state === 'well') return null;
  return state === 'full' ? 'is full' : `has ${inMegabytes(free)} of ${inMegabytes(size)} left`;
}

/** A disk that is low is listed; one that is full turns the node away. */
export const diskChecks = (folder: string): HealthCheck[] =>
  (['low', 'full'] as const).map((unwell) => ({
    name: 'disk',
    mayFail: unwell === 'low',
    ask: async () => {
      const space = await diskSpace(folder);
      return diskState(space) === unwell ? sentence(unwell, space) : null;
    },
  }));

/** Says in the log when the disk becomes low or full, once each time, and when it is well again. Answers what ends it. */
export function watchDisk(folder: string, log: Log, look: typeof diskSpace = diskSpace, everyMs = LOOK_MS): () => void {
  let last: DiskState = 'well';
  const lookAgain = async (): Promise<void> => {
    const space = await look(folder);
    const state = diskState(space);
    if (state === last) return;
    last = state;
    const about = { folder, free: space.free, size: space.size };
    if (state === 'well') log.info(about, 'the disk of DATA_DIR has room again');
    else
      log[state === 'full' ? 'error' : 'warn'](
        about,
        `the disk of DATA_DIR ${sentence(state, space)}: make room on it`,
      );
  };
  const looking = (): void =>
    void lookAgain().catch((err) => log.warn({ err }, 'the disk of DATA_DIR cannot be looked at'));
  looking();
  const timer = setInterval(looking, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
