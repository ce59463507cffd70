import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Log, SchoolSetup } from '../engine/index.ts';
import type { Installed } from './school-file.ts';
import { problemLine, type SchoolProblem } from './school-problems.ts';
import { readSchools, type SchoolsReading, schoolFiles } from './schools.ts';

export interface WatchOptions {
  readonly dir: string;
  readonly installed: Installed;
  /** What `readSchools` found at boot. */
  readonly first: SchoolsReading;
  readonly log: Log;
  /** Called with every school whose setup became another, or that is new. A failure is tried again. */
  hear(setup: SchoolSetup): unknown;
  /** Told which file of each school is there, as a fingerprint, with each look that finds something new. */
  tell?(slug: string, fingerprint: string): void;
}

export interface SchoolsWatch {
  /** What is wrong in the files now; schools that were good before run on as they were. */
  problems(): readonly SchoolProblem[];
  close(): void;
}

/** Editors write in several steps: what changes within this time is read as one change. */
const SETTLE_MS = 60;
/** Some file systems tell nothing (network folders, containers): the files' times are looked at as well. */
const LOOK_MS = 1000;

/**
 * Keeps schools as their files say, within a second of a save. A bad file changes nothing: its school keeps the last good
 * setup, and the log says where and why. A file that goes away leaves its school running until the next start.
 */
export function watchSchools(options: WatchOptions): SchoolsWatch {
  const state = new Watched(options);
  let folder: FSWatcher | undefined;
  let settling: NodeJS.Timeout | undefined;
  try {
    folder = watch(options.dir, () => {
      clearTimeout(settling);
      settling = setTimeout(() => void state.look(), SETTLE_MS);
    }).on('error', () => folder?.close());
  } catch {
    // No such folder yet: the looks below will find it.
  }
  const looks = setInterval(() => void state.look(), LOOK_MS).unref();
  return {
    problems: () => state.bad,
    close: () => {
      clearInterval(looks);
      clearTimeout(settling);
      folder?.close();
    },
  };
}

class Watched {
  bad: readonly SchoolProblem[];
  readonly #options: WatchOptions;
  readonly #running: Map<string, SchoolSetup>;
  readonly #gone = new Set<string>();
  #seen = '';
  #looking: Promise<void> = Promise.resolve();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#running = new Map(options.first.good.map((setup) => [setup.slug, setup]));
    this.bad = options.first.bad;
  }

  /** One look after the other, so that an older reading never overtakes a newer one. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#compare()).catch((err) => this.#failed(err));
    return this.#looking;
  }

  async #compare(): Promise<void> {
    const { dir, installed } = this.#options;
    const seen = await fingerprint(dir);
    if (seen === this.#seen) return;
    const reading = await readSchools(dir, installed);
    this.#tellProblems(reading.bad);
    this.#tellGone(reading);
    for (const [slug, fingerprint] of reading.fingerprints) this.#options.tell?.(slug, fingerprint);
    for (const setup of reading.good) await this.#apply(setup);
    this.#seen = seen;
  }

  async #apply(setup: SchoolSetup): Promise<void> {
    if (isDeepStrictEqual(this.#running.get(setup.slug), setup)) return;
    await this.#options.hear(setup);
    this.#running.set(setup.slug, setup);
    this.#options.log.info({ school: setup.slug }, 'school file took effect');
  }

  #tellProblems(bad: readonly SchoolProblem[]): void {
    const known = new Set(this.bad.map(problemLine));
    this.bad = bad;
    for (const problem of bad) {
      const line = problemLine(problem);
      const kept = this.#running.has(problem.slug) ? 'the last good setup stays' : 'the school stays closed';
      if (!known.has(line)) this.#options.log.warn({ school: problem.slug }, `${line} (${kept})`);
    }
  }

  #tellGone(reading: SchoolsReading): void {
    const present = new Set([...reading.good, ...reading.bad].map(({ slug }) => slug));
    for (const slug of this.#running.keys()) {
      if (present.has(slug)) this.#gone.delete(slug);
      else if (!this.#gone.has(slug)) {
        this.#gone.add(slug);
        this.#options.log.warn({ school: slug }, 'school file went away: the school runs until the next start');
      }
    }
  }

  #failed(err: unknown): void {
    this.#options.log.error({ err }, 'school files could not be applied; trying again');
  }
}

/** Changes whenever a school file may have: names, times, sizes and places on disk. */
async function fingerprint(dir: string): Promise<string> {
  const files = await schoolFiles(dir);
  const stats = await Promise.all(files.map((file) => stat(file, { bigint: true }).catch(() => null)));
  return files
    .map((file, index) => `${file}:${stats[index]?.mtimeNs}:${stats[index]?.size}:${stats[index]?.ino}`)
    .join('|');
}
