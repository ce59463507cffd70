import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseSchool } from './school-file.ts';
import { problemLine } from './school-problems.ts';
import { readSchools } from './schools.ts';

const emoji = {
  id: 'emoji',
  summary: 'Answers with pictures.',
  settings: z.object({
    palette: z.array(z.string().min(1)).min(1).default(['👍']),
    perMessage: z.int().positive().default(20),
    sounds: z.strictObject({ volume: z.int().max(10).default(5) }).prefault({}),
  }),
};
const counts = { id: 'counts', summary: 'Counts.', requires: [emoji], settings: z.object({}) };
const installed = [{ contract: emoji }, { contract: counts }];

/** What is said of a file's text, each as `line path: problem`. */
function said(text: string, file = '/schools/oakwood.yaml'): string[] {
  const parsed = parseSchool(file, text, installed);
  return 'setup' in parsed ? [] : parsed.problems.map((problem) => problemLine(problem).replace(/^.*\.ya?ml:/, ''));
}
const setupOf = (text: string) => {
  const parsed = parseSchool('/schools/oakwood.yaml', text, installed);
  return 'setup' in parsed ? parsed.setup : undefined;
};

describe('a good file', () => {
  test('needs a title and nothing else', () => {
    expect(setupOf('title: Oakwood School')).toEqual({
      slug: 'oakwood',
      title: 'Oakwood School',
      locale: 'en',
      timezone: 'UTC',
      registration: { by: 'closed' },
      plugins: {},
    });
  });

  test('says all it can say', () => {
    const text = `
title: Oakwood School
locale: pt-BR
timezone: Asia/Calcutta
registration:
  domains: [Oakwood.example, mail.oakwood.example]
plugins:
  emoji:
    perMessage: 3
    sounds: { volume: 1 }
  counts: true
`;
    expect(setupOf(text)).toMatchObject({
      locale: 'pt-BR',
      timezone: 'Asia/Calcutta',
      registration: { by: 'domains', domains: ['oakwood.example', 'mail.oakwood.example'] },
      plugins: { emoji: { perMessage: 3, sounds: { volume: 1 } }, counts: true },
    });
    expect(setupOf('title: O\nregistration: code')?.registration).toEqual({ by: 'code' });
  });
});

describe('a bad file is told with line, path and cure', () => {
  test.each([
    [
      'an unknown key',
      'title: O\nplugin:\n  emoji: true',
      ['2 plugin: is not a key of a school file; did you mean "plugins"?'],
    ],
    ['no title', 'locale: en', ['1 title: give the school a title']],
    ['an empty title', 'locale: en\ntitle: "  "', ['2 title: give the school a title']],
    [
      'a locale of no language',
      'title: O\nlocale: english',
      ['2 locale: is not a language tag this server knows; give one like en-GB'],
    ],
    [
      'an unknown time zone',
      'title: O\ntimezone: Europe/Londn',
      ['2 timezone: is not a time zone this server knows; give one like Europe/London'],
    ],
    [
      'an offset for a time zone',
      'title: O\ntimezone: "+01:00"',
      ['2 timezone: is not a time zone this server knows; give one like Europe/London'],
    ],
    [
      'unknown registration',
      'title: O\nregistration: open',
      ['2 registration: use closed, code, or mail domains like { domains: [school.example.org] }'],
    ],
    [
      'a mail domain that is none',
      'title: O\nregistration: { domains: ["@oakwood"] }',
      ['2 registration.domains.0: is not a mail domain; give one like school.example.org'],
    ],
    [
      'plugins that are a list',
      'title: O\nplugins: [emoji]',
      ['2 plugins: list plugins below it, each with true, false or its settings'],
    ],
    [
      'an unknown plugin',
      'title: O\nplugins:\n  emojis: true',
      ['3 plugins.emojis: is not a plugin that is installed; did you mean "emoji"?'],
    ],
    [
      'a plugin nothing like ours',
      'title: O\nplugins:\n  whiteboard: true',
      ['3 plugins.whiteboard: is not a plugin that is installed; there are emoji, counts'],
    ],
    ['a plugin without a word', 'title: O\nplugins:\n  emoji:', ['3 plugins.emoji: give true, false or its settings']],
    ['a plugin that is "on"', 'title: O\nplugins:\n  emoji: on', ['3 plugins.emoji: give true, false or its settings']],
    [
      'an unknown setting',
      'title: O\nplugins:\n  emoji:\n    palete: ["x"]',
      ['4 plugins.emoji.palete: is not a setting of emoji; did you mean "palette"?'],
    ],
    [
      'an unknown setting inside a setting',
      'title: O\nplugins:\n  emoji:\n    sounds:\n      volum: 3',
      ['5 plugins.emoji.sounds.volum: is not a setting of emoji; did you mean "volume"?'],
    ],
    [
      'a setting of the wrong kind',
      'title: O\nplugins:\n  emoji:\n    perMessage: many',
      ['4 plugins.emoji.perMessage: invalid input: expected number, received string'],
    ],
    [
      'a wrong item of a list',
      'title: O\nplugins:\n  emoji:\n    palette:\n      - "x"\n      - ""',
      ['6 plugins.emoji.palette.1: too small: expected string to have >=1 characters'],
    ],
    [
      'a requirement that is off',
      'title: O\nplugins:\n  emoji: false\n  counts: true',
      ['4 plugins.counts: needs emoji (school: oakwood); write `emoji: true` as well'],
    ],
    [
      'a key of every object',
      'title: O\nplugins:\n  __proto__: true\n  constructor: true',
      [
        '3 plugins.__proto__: is not a plugin that is installed; there are emoji, counts',
        '4 plugins.constructor: is not a plugin that is installed; there are emoji, counts',
      ],
    ],
    ['an empty file', '# nothing yet\n', ['1 is empty: begin with `title: …`']],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test('what is not YAML names its line', () => {
    expect(said('title: O\nplugins:\n\temoji: true')[0]).toMatch(/^3 is not YAML: tabs are not allowed/);
    expect(said('title: O\ntitle: P')[0]).toMatch(/^2 is not YAML: map keys must be unique/);
  });

  test('several problems are told at once', () => {
    expect(said('title: O\nlocale: x1y\nplugins: {}\ncolour: red')).toHaveLength(2);
    expect(said('title: O\nplugins: { emojis: true, emoji: { perMessage: 0, palete: [] } }')).toHaveLength(3);
  });

  test('a file name that cannot be an address is refused', () => {
    expect(said('title: O', '/schools/Oak Wood.yaml')).toEqual([
      '1 rename the file: use small letters, digits and hyphens, like oakwood.yaml',
    ]);
    expect(said('title: O', '/schools/oakwood.yml')).toEqual(['1 rename the file: it must end in .yaml']);
  });
});

describe('a school whose name is the address of something else', () => {
  const files = { contract: emoji, parts: { routes: { files: async () => undefined } } };
  test.each(['trpc', 'sign-in', 'card', 'files'])('is refused: %s', (word) => {
    const read = parseSchool(`/schools/${word}.yaml`, 'title: O', [files]);
    expect('problems' in read && read.problems.map(({ problem }) => problem)).toEqual([
      `rename the file: "/${word}" is the address of something else, choose another name, like oakwood.yaml`,
    ]);
  });
});

describe('a folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'homeroom-schools-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  test('opens the good schools and tells of the bad one', async () => {
    writeFileSync(join(dir, 'oakwood.yaml'), 'title: Oakwood School');
    writeFileSync(join(dir, 'elmgrove.yaml'), 'titel: Elmgrove School');
    writeFileSync(join(dir, 'school.schema.json'), '{}');
    writeFileSync(join(dir, '.oakwood.yaml.swp'), 'b0VIM');
    const { good, bad } = await readSchools(dir, installed);
    expect(good.map(({ slug }) => slug)).toEqual(['oakwood']);
    expect(bad.map(({ slug, path }) => [slug, path])).toEqual([
      ['elmgrove', 'title'],
      ['elmgrove', 'titel'],
    ]);
  });

  test('with a file that cannot be read tells of it, and does not take the school for gone', async () => {
    mkdirSync(join(dir, 'closed.yaml'));
    const { bad } = await readSchools(dir, installed);
    expect(bad).toContainEqual(
      expect.objectContaining({ slug: 'closed', problem: expect.stringContaining('cannot be read: EISDIR') }),
    );
  });

  test('that is missing or empty is told with the command that fills it', async () => {
    mkdirSync(join(dir, 'empty'));
    for (const folder of ['empty', 'missing']) {
      const { good, bad } = await readSchools(join(dir, folder), installed);
      expect(good).toEqual([]);
      expect(bad[0]?.problem).toContain('npm run admin -- create-school');
    }
  });
});
