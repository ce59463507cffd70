import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import type { Log } from '../operation/log.ts';

/*
 * The numbers of a room's events belong to one history. A database that is restored from a copy begins another one: the same
 * numbers stand for other events. So each school has an epoch, which clients keep beside their cursors, and a new one is
 * drawn when the database turns out to be older than what this folder knows of it.
 */

const FILE = 'epochs.json';
const KEEP_MS = 60_000;

/** By school: its epoch, and the highest number that a room of it had reached. */
const Kept = z.record(z.uuid(), z.object({ epoch: z.uuid(), head: z.int().nonnegative() }));
type Kept = z.output<typeof Kept>;

/**
 * Draws a new epoch for each school whose rooms are behind what `dataDir` knows of them, and keeps that knowledge up to date
 * from now on. Run it before any school opens. A folder that cannot be written is told in the log.
 * @returns what ends it
 */
export async function followEpochs(system: pg.Pool, dataDir: string, log: Log): Promise<() => Promise<void>> {
  const before = await readKept(dataDir);
  const behind = Object.entries(await readNow(system)).flatMap(([school, { epoch, head }]) =>
    before[school]?.epoch === epoch && before[school].head > head ? [school] : [],
  );
  if (behind.length > 0) {
    await drawEpochs(system, behind);
    log.warn({ schools: behind }, 'the database is older than it was: open pages start over');
  }
  const keep = () => keepNow(system, dataDir).catch((err) => log.warn({ err }, `${FILE} could not be written`));
  await keep();
  const timer = setInterval(keep, KEEP_MS).unref();
  return async () => {
    clearInterval(timer);
    await keep();
  };
}

/** Draws a new epoch for these schools, or for all: every open page starts over once the server runs again. */
export async function drawEpochs(system: pg.Pool, schools: readonly string[] | 'all'): Promise<void> {
  if (schools === 'all') await system.query('update school set epoch = gen_random_uuid()');
  else await system.query('update school set epoch = gen_random_uuid() where id = any($1::uuid[])', [schools]);
}

/** A file that is not there, or is damaged, knows nothing. */
async function readKept(dataDir: string): Promise<Kept> {
  const text = await readFile(join(dataDir, FILE), 'utf8').catch(() => '{}');
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

async function readNow(system: pg.Pool): Promise<Kept> {
  const { rows } = await system.query<{ id: string; epoch: string; head: number }>(
    `select s.id, s.epoch, coalesce(max(r.head), 0)::float8 head from school s
     left join room r on r.school_id = s.id group by s.id, s.epoch`,
  );
  return Object.fromEntries(rows.map(({ id, epoch, head }) => [id, { epoch, head }]));
}

async function keepNow(system: pg.Pool, dataDir: string): Promise<void> {
  const now = await readNow(system);
  const file = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  // Nodes may share the folder.
  const made = `${file}.${process.pid}.new`;
  await writeFile(made, JSON.stringify(now));
  await rename(made, file);
}
