import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createLog, type SchoolSetup } from '../engine/index.ts';
import { readSchools } from './schools.ts';
import { type SchoolsWatch, watchSchools } from './watch-schools.ts';

const installed = [{ contract: { id: 'emoji', summary: 'Answers with pictures.', settings: z.object({}) } }];
const OFF = 'title: Oakwood School\nplugins:\n  emoji: false\n';
const ON = 'title: Oakwood School\nplugins:\n  emoji: true\n';

let dir: string;
let watching: SchoolsWatch | undefined;
let heard: SchoolSetup[];
let logged: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'homeroom-watch-'));
  [heard, logged] = [[], []];
});
afterEach(() => {
  watching?.close();
  rmSync(dir, { recursive: true });
});

async function watchFolder(folder = dir, hear: (setup: SchoolSetup) => unknown = (setup) => heard.push(setup)) {
  const log = createLog({ level: 'info', readable: true, to: { write: (line: string) => void logged.push(line) } });
  watching = watchSchools({ dir: folder, installed, first: await readSchools(folder, installed), log, hear });
}
const file = () => join(dir, 'oakwood.yaml');
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

test('a saved file takes effect', async () => {
  writeFileSync(file(), ON);
  await watchFolder();
  writeFileSync(file(), OFF);
  await soon(() => expect(heard).toHaveLength(1));
  expect(heard[0]).toMatchObject({ slug: 'oakwood', plugins: { emoji: false } });
});

test('an editor that saves by renaming is noticed', async () => {
  writeFileSync(file(), ON);
  await watchFolder();
  writeFileSync(`${file()}~`, OFF);
  renameSync(file(), join(dir, 'oakwood.yaml.bak'));
  renameSync(`${file()}~`, file());
  await soon(() => expect(heard).toHaveLength(1));
  expect(logged.join('')).not.toContain('went away');
});

test('a bad file keeps the last good setup and says where and why', async () => {
  writeFileSync(file(), ON);
  await watchFolder();
  writeFileSync(file(), ON.replace('emoji', 'emojy'));
  await soon(() => expect(watching?.problems()).toHaveLength(1));
  expect(heard).toEqual([]);
  expect(logged.join('')).toContain('oakwood.yaml:3 plugins.emojy: is not a plugin that is installed; did you mean');
  expect(logged.join('')).toContain('the last good setup stays');
  writeFileSync(file(), OFF);
  await soon(() => expect(heard).toHaveLength(1));
  expect(watching?.problems()).toEqual([]);
});

test('a new file opens a school', async () => {
  writeFileSync(file(), ON);
  await watchFolder();
  writeFileSync(join(dir, 'elmgrove.yaml'), 'title: Elmgrove School');
  await soon(() => expect(heard.map(({ slug }) => slug)).toEqual(['elmgrove']));
});

test('a file that goes away leaves its school running, with a warning', async () => {
  writeFileSync(file(), ON);
  writeFileSync(join(dir, 'elmgrove.yaml'), 'title: Elmgrove School');
  await watchFolder();
  rmSync(file());
  await soon(() => expect(logged.join('')).toContain('went away: the school runs until the next start'));
  expect(heard).toEqual([]);
});

test('where the file system tells nothing, looking finds the change', async () => {
  const later = join(dir, 'later');
  await watchFolder(later);
  mkdirSync(later);
  writeFileSync(join(later, 'oakwood.yaml'), ON);
  await soon(() => expect(heard.map(({ slug }) => slug)).toEqual(['oakwood']));
});

test('a change that could not be applied is tried again', async () => {
  writeFileSync(file(), ON);
  let failures = 0;
  await watchFolder(dir, (setup) => {
    if (failures++ === 0) throw new Error('the database is restarting');
    heard.push(setup);
  });
  writeFileSync(file(), OFF);
  await soon(() => expect(heard).toHaveLength(1));
  expect(logged.join('')).toContain('trying again');
});
