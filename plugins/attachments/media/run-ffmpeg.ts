import { type ExecFileException, execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export type Program = 'ffmpeg' | 'ffprobe';

/** What a program says that was given a file it cannot read, or not in time; its own words are for the log alone. */
export class NotPlayable extends Error {}

/** For what need not be there: what comes of it, or what is answered instead. */
export const ifPlayable = async <T>(made: Promise<T>, instead: T): Promise<T> => {
  try {
    return await made;
  } catch (error) {
    if (error instanceof NotPlayable) return instead;
    throw error;
  }
};

/** Whether this machine has both. Without them films and sounds are handed out as they came. */
export async function hasFfmpeg(): Promise<boolean> {
  const found = await Promise.all((['ffmpeg', 'ffprobe'] as const).map(isInPath));
  return found.every(Boolean);
}

async function isInPath(program: Program): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const tried = folders.map((folder) => access(join(folder, program), constants.X_OK));
  return (await Promise.allSettled(tried)).some(({ status }) => status === 'fulfilled');
}

interface Bounds {
  readonly ms: number;
  /** Ends it at once. */
  readonly stopping: AbortSignal;
}

/**
 * Runs one of them with the least there is: behind everything else on the machine, knowing nothing of this process, no
 * longer than it is given. Answers what it prints. @throws NotPlayable when it gives up, is too late or says too much
 */
export async function runFfmpeg(program: Program, args: readonly string[], { ms, stopping }: Bounds): Promise<string> {
  const bounds = { timeout: ms, signal: stopping, killSignal: 'SIGKILL', maxBuffer: 1_000_000 } as const;
  const running = run(program, [...args], { ...bounds, env: { PATH: process.env.PATH, LC_ALL: 'C' } });
  yieldToOthers(running.child.pid);
  try {
    return (await running).stdout;
  } catch (cause) {
    if (isOurs(cause as ExecFileException)) throw cause;
    throw new NotPlayable(`${program} gave up`, { cause });
  }
}

const LAST = 19;

function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, LAST);
  } catch {
    // It has ended already.
  }
}

/** The machine could not start it, or it was stopped: nothing is said of the file. */
const isOurs = ({ code }: ExecFileException): boolean =>
  typeof code === 'string' && code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
