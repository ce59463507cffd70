import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mayMount } from '../engine/database/server-trial.ts';
import { type Cast, startCast } from '../engine/testing/cast.ts';
import { refusalOf } from '../engine/testing/refusal-of.ts';
import { startTestEngine, type TestEngine, type TestPerson } from '../engine/testing/start-test-engine.ts';
import { installed } from '../plugins/index.ts';
import { createSchoolFiles } from './school-files.ts';

const TEXT = `# yaml-language-server: $schema=./school.schema.json
title: Oakwood School         # as on the sign
locale: en-GB
timezone: Europe/London
registration: closed
plugins:                      # what is not listed is off
  # Asked for by the head, 3 May.
  reactions:
    perMessage: 10            # enough
  typing: true # Show who is typing.
`;

let dir: string;
let engine: TestEngine;
let cast: Cast;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'homeroom-settings-'));
  engine = await startTestEngine({ schoolFiles: { offered: [], read: (slug) => files().read(slug) } });
  cast = await startCast(engine);
});
afterAll(async () => {
  await engine?.stop();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(() => writeFileSync(file(), TEXT));
afterEach(() => {
  chmodSync(dir, 0o755);
  rmSync(file(), { force: true });
});

const files = () => createSchoolFiles({ dir, installed, log: engine.engine.log });
const file = () => join(dir, 'oakwood.yaml');
const text = () => readFileSync(file(), 'utf8');
const settings = (who: TestPerson = cast.head) => engine.as(who).schools.settings();
type Asked = Parameters<ReturnType<TestEngine['as']>['schools']['configure']>[0]['settings'];
const configure = async (asked: Asked, who: TestPerson = cast.head, fingerprint?: string) =>
  engine.as(who).schools.configure({ fingerprint: fingerprint ?? (await settings()).fingerprint, settings: asked });
const changesKept = async () => (await engine.rows('select 1 from school_change')).length;

describe('an admin of the school', () => {
  test('reads what its file says, with what comes unless it is said', async () => {
    const read = await settings();
    expect(read).toMatchObject({ closed: null, problems: [] });
    expect(read.settings).toMatchObject({ title: 'Oakwood School', timezone: 'Europe/London', registration: 'closed' });
    expect(read.settings.plugins.reactions).toMatchObject({ on: true, settings: { perMessage: 10, anyEmoji: true } });
    expect(read.settings.plugins.mentions).toMatchObject({ on: false, settings: { perMessage: 20 } });
  });

  test('changes it line by line: comments, order and blanks stay', async () => {
    const { changes } = await configure({
      ...{ title: 'Oakwood', registration: 'code' },
      plugins: [
        { id: 'reactions', settings: { perMessage: 12 } },
        { id: 'mentions', on: true },
      ],
    });
    expect(text()).toBe(
      `${TEXT.replace('title: Oakwood School', 'title: Oakwood')
        .replace('closed', 'code')
        .replace('perMessage: 10', 'perMessage: 12')}  mentions: true\n`,
    );
    expect(changes).toEqual(
      [
        { path: ['title'], from: 'Oakwood School', to: 'Oakwood' },
        { path: ['registration'], from: 'closed', to: 'code' },
        { path: ['plugins', 'mentions'], from: false, to: true },
        { path: ['plugins', 'reactions', 'perMessage'], from: 10, to: 12 },
      ].sort(byOrder(changes)),
    );
  });

  test('finds it in force at once, and everybody is told once', async () => {
    const since = engine.news.length;
    await configure({
      title: 'Ash',
      registration: { domains: ['ash.example'] },
      plugins: [{ id: 'typing', on: false }],
    });
    const school = engine.school('oakwood');
    expect(school).toMatchObject({ title: 'Ash', registration: { by: 'domains', domains: ['ash.example'] } });
    expect([school.plugins.has('reactions'), school.plugins.has('typing')]).toEqual([true, false]);
    expect(engine.news.slice(since).filter(({ kind }) => kind === 'school-changed')).toHaveLength(1);
  });

  test('switches a plugin off and on again, and its settings and the file are as they were', async () => {
    await configure({ plugins: [{ id: 'reactions', on: false }] });
    expect(text()).toBe(TEXT.replace('  reactions:\n', '  reactions:\n    enabled: false\n'));
    expect(engine.school('oakwood').plugins.has('reactions')).toBe(false);
    expect((await settings()).settings.plugins.reactions).toMatchObject({ on: false, settings: { perMessage: 10 } });
    await configure({ plugins: [{ id: 'reactions', on: true }] });
    expect(text()).toBe(TEXT);
    expect(engine.school('oakwood').plugins.manifest.plugins.reactions).toMatchObject({ perMessage: 10 });
  });

  test('sets up a plugin that is off, which stays off', async () => {
    await configure({ plugins: [{ id: 'mentions', settings: { perMessage: 5 } }] });
    expect(text()).toBe(`${TEXT}  mentions:\n    enabled: false\n    perMessage: 5\n`);
    expect(engine.school('oakwood').plugins.has('mentions')).toBe(false);
    await configure({ plugins: [{ id: 'mentions', on: true }] });
    expect(engine.school('oakwood').plugins.manifest.plugins.mentions).toMatchObject({ perMessage: 5 });
  });

  test('reads who changed what, the newest first; to ask for what is there already changes nothing', async () => {
    await configure({ locale: 'de-AT' });
    const before = await changesKept();
    expect(await configure({ locale: 'de-AT', plugins: [{ id: 'typing', on: true }] })).toMatchObject({ changes: [] });
    expect(await changesKept()).toBe(before);
    expect((await settings()).history[0]).toMatchObject({
      by: { id: cast.head.id, name: 'Mr Head' },
      changes: [{ path: ['locale'], from: 'en-GB', to: 'de-AT' }],
    });
  });
});

const byOrder =
  (of: readonly { path: readonly string[] }[]) =>
  (a: { path: readonly string[] }, b: { path: readonly string[] }): number => {
    const at = ({ path }: { path: readonly string[] }) => of.findIndex((each) => each.path.join() === path.join());
    return at(a) - at(b);
  };

describe('is refused, and file and history stay as they are:', () => {
  let kept: number;
  beforeEach(async () => {
    kept = await changesKept();
  });
  const refused = async (asking: Promise<unknown>, code: string, now = TEXT) => {
    expect(await refusalOf(asking)).toBe(code);
    expect(text()).toBe(now);
    expect(await changesKept()).toBe(kept);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
  };

  test('whoever is no admin of this school', async () => {
    for (const who of [cast.rivera, cast.ana, cast.lopez]) {
      expect(await refusalOf(settings(who))).toBe('people.admins-only');
      await refused(configure({ title: 'Mine' }, who), 'people.admins-only');
    }
    // Elmgrove's admin reads and changes Elmgrove's file, which is not there.
    expect(await settings(cast.elm)).toMatchObject({ closed: 'no-file', settings: { title: 'Elmgrove School' } });
    await refused(configure({ title: 'Mine' }, cast.elm), 'schools.no-file');
  });

  test.each<[what: string, asked: unknown, field: string]>([
    ['an unknown key', { titel: 'O' }, 'settings.titel'],
    ['an unknown plugin', { plugins: [{ id: 'reactionz', on: true }] }, 'settings.plugins.reactionz'],
    [
      'an unknown setting',
      { plugins: [{ id: 'reactions', settings: { most: 1 } }] },
      'settings.plugins.reactions.most',
    ],
    [
      'the switch as a setting',
      { plugins: [{ id: 'typing', settings: { enabled: false } }] },
      'settings.plugins.typing.enabled',
    ],
    [
      'a prototype as a setting',
      JSON.parse('{"plugins":[{"id":"typing","settings":{"__proto__":1}}]}'),
      'settings.plugins.typing.__proto__',
    ],
    [
      'a value that is out of bounds',
      { plugins: [{ id: 'reactions', settings: { perMessage: 0 } }] },
      'settings.plugins.reactions.perMessage',
    ],
    [
      'a value of another kind',
      { plugins: [{ id: 'reactions', settings: { anyEmoji: 'no' } }] },
      'settings.plugins.reactions.anyEmoji',
    ],
    [
      'a text that cannot be stored',
      { plugins: [{ id: 'reactions', settings: { palette: ['\0'] } }] },
      'settings.plugins.0.settings',
    ],
    ['a title of nothing', { title: ' ' }, 'settings.title'],
    ['a title of two lines', { title: 'a\nb' }, 'settings.title'],
    ['no time zone', { timezone: 'Mars/Base' }, 'settings.timezone'],
    ['no language', { locale: 'english' }, 'settings.locale'],
    ['no mail domain', { registration: { domains: ['x'] } }, 'settings.registration.domains.0'],
    ['one good change beside a bad one', { title: 'Ash', timezone: 'Mars/Base' }, 'settings.timezone'],
  ])('%s', async (_what, asked, field) => {
    const answer = await engine.ask(cast.head, 'schools.configure', {
      fingerprint: (await settings()).fingerprint,
      settings: asked,
    });
    expect(answer.error?.data).toMatchObject({ httpStatus: 400, error: { code: 'invalid', data: { field } } });
    expect(text()).toBe(TEXT);
    expect(await changesKept()).toBe(kept);
  });

  test('who has read an older file; they learn who changed it, or nobody’s name where it was done by hand', async () => {
    const { fingerprint } = await settings();
    await configure({ locale: 'pt-BR' });
    kept += 1;
    const asking = { fingerprint, settings: { title: 'Mine' } };
    const answer = await engine.ask(cast.head, 'schools.configure', asking);
    expect(answer.error?.data).toMatchObject({
      httpStatus: 409,
      error: { code: 'schools.changed', data: { by: 'Mr Head' } },
    });
    writeFileSync(file(), `${TEXT}# by hand\n`);
    const again = await engine.ask(cast.head, 'schools.configure', asking);
    expect(again.error?.data.error).toMatchObject({ code: 'schools.changed', data: { by: null } });
    await refused(configure({ title: 'Mine' }, cast.head, fingerprint), 'schools.changed', `${TEXT}# by hand\n`);
  });

  test('the second of two who save at once', async () => {
    const { fingerprint } = await settings();
    const both = await Promise.allSettled([
      configure({ title: 'One' }, cast.head, fingerprint),
      configure({ title: 'Two' }, cast.head, fingerprint),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await changesKept()).toBe(kept + 1);
  });

  test('a file with mistakes: the page shows where they are, and how the school runs', async () => {
    const bad = TEXT.replace('typing', 'typingz');
    writeFileSync(file(), bad);
    const read = await settings();
    expect(read).toMatchObject({ closed: 'mistakes', problems: [{ line: 10, path: 'plugins.typingz' }] });
    expect(read.settings.title).toBe(engine.school('oakwood').title);
    await refused(configure({ title: 'Ash' }), 'schools.mistakes', bad);
  });

  test.each<[what: string, close: () => void]>([
    ['a file that nobody may write', () => chmodSync(file(), 0o444)],
    ['a file in a folder that nobody may write', () => chmodSync(dir, 0o555)],
  ])('%s: the page shows what it says', async (_what, close) => {
    close();
    expect(await settings()).toMatchObject({ closed: 'read-only', settings: { locale: 'en-GB' } });
    await refused(configure({ title: 'Ash' }), 'schools.read-only');
  });

  test('a file that says one thing in two places', async () => {
    const aliased =
      'title: Oakwood\nplugins:\n  receipts: &own { namesUpTo: 5 }\n  presence: { awayAfter: 5 }\n  typing: &off false\n  mentions: *off\n';
    writeFileSync(file(), aliased);
    await refused(
      configure({
        plugins: [
          { id: 'mentions', settings: { perMessage: 3 } },
          { id: 'typing', on: true },
        ],
      }),
      'schools.hand-written',
      aliased,
    );
  });
});

test('a link stays a link, and a file keeps its mode', async () => {
  const real = mkdtempSync(join(tmpdir(), 'homeroom-real-'));
  rmSync(file());
  writeFileSync(join(real, 'settings.yaml'), TEXT, { mode: 0o640 });
  symlinkSync(join(real, 'settings.yaml'), file());
  await configure({ title: 'Ash' });
  expect(lstatSync(file()).isSymbolicLink()).toBe(true);
  expect(text()).toContain('title: Ash');
  expect(statSync(join(real, 'settings.yaml')).mode & 0o777).toBe(0o640);
  expect(readdirSync(real)).toEqual(['settings.yaml']);
  rmSync(real, { recursive: true });
});

describe.skipIf(!mayMount)('a disk', () => {
  let disk: string;
  beforeEach(() => {
    disk = join(dir, 'disk');
    mkdirSync(disk, { recursive: true });
    // One page and no more: the file is on it, and a second one has no room.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', disk]);
    writeFileSync(join(disk, 'oakwood.yaml'), TEXT);
    rmSync(file());
    symlinkSync(join(disk, 'oakwood.yaml'), file());
  });
  afterEach(() => execFileSync('umount', [disk]));

  test('that is full refuses by a code of its own; the old file and the history stay, and nothing lies about', async () => {
    const kept = await changesKept();
    const { fingerprint } = await settings();
    const answer = await engine.ask(cast.head, 'schools.configure', { fingerprint, settings: { title: 'Ash' } });
    expect(answer.error?.data).toMatchObject({
      httpStatus: 503,
      error: { code: 'schools.not-written', fault: 'unavailable' },
    });
    expect(text()).toBe(TEXT);
    expect(readdirSync(disk)).toEqual(['oakwood.yaml']);
    expect(await changesKept()).toBe(kept);
    expect(engine.logged.at(-1)).toMatchObject({ msg: 'a school file could not be written' });
  });

  test('that is mounted for reading only closes the page', async () => {
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expect(await settings()).toMatchObject({ closed: 'read-only' });
    expect(await refusalOf(configure({ title: 'Ash' }))).toBe('schools.read-only');
  });
});
