import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SchoolSetup } from '../engine/index.ts';
import { type Installed, parseSchool, slugOf } from './school-file.ts';
import type { SchoolProblem } from './school-problems.ts';

/** A folder of school files, read: the schools that can open, and what keeps the others closed. */
export interface SchoolsReading {
  readonly good: readonly SchoolSetup[];
  readonly bad: readonly SchoolProblem[];
  /** Of the text of each file that could be read, by the school's name. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** Reads every school file of a folder. A folder that is missing or empty is a problem with a cure, not an error. */
export async function readSchools(dir: string, installed: Installed): Promise<SchoolsReading> {
  const files = await schoolFiles(dir);
  if (files.length === 0) return { good: [], bad: [noSchools(dir)], fingerprints: new Map() };
  const good: SchoolSetup[] = [];
  const bad: SchoolProblem[] = [];
  const fingerprints = new Map<string, string>();
  for (const file of files) {
    const text = await textOf(file);
    if (text === null) continue;
    if (typeof text === 'string') fingerprints.set(slugOf(file), fingerprintOf(text));
    const parsed = text instanceof Error ? { problems: [unreadable(file, text)] } : parseSchool(file, text, installed);
    if ('setup' in parsed) good.push(parsed.setup);
    else bad.push(...parsed.problems);
  }
  return { good, bad, fingerprints };
}

/** SHA-256 in base64url. */
export const fingerprintOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** School files of a folder in order of their names; what editors leave beside them is not among them. */
export async function schoolFiles(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch((cause: unknown) => {
    if (isGone(cause)) return [];
    throw cause;
  });
  return names
    .filter((name) => /\.ya?ml$/i.test(name) && !/^[.#]/.test(name))
    .sort()
    .map((name) => join(dir, name));
}

/** Null for a file that went away since the folder was listed: editors save by renaming. */
async function textOf(file: string): Promise<string | Error | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    return isGone(cause) ? null : (cause as Error);
  }
}

const isGone = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === 'ENOENT';

const unreadable = (file: string, { message }: Error): SchoolProblem => ({
  ...{ slug: slugOf(file), file, line: 1, path: '' },
  problem: `cannot be read: ${message}`,
});

const noSchools = (dir: string): SchoolProblem => ({
  slug: slugOf(dir),
  file: dir,
  line: 1,
  path: '',
  problem: 'holds no school file; `npm run admin -- create-school <slug> --admin <email>` writes the first one',
});
