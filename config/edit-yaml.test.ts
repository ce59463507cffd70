import { describe, expect, test } from 'vitest';
import { type Edit, editYaml } from './edit-yaml.ts';

const TEXT = `# yaml-language-server: $schema=./school.schema.json
title: 'Oakwood School'       # as on the sign
locale: en-GB                 # a language tag

registration: { domains: [oakwood.example] } # who may come
plugins:                      # what is not listed is off
  # Asked for by the head, 3 May.
  reactions:
    perMessage:   10          # or just \`reactions: true\`
    palette: ["👍",   '❤️']

  typing: true # Show who is typing.
  flow: { a: 1,  b: [1,2] }   # kept
  mentions: false
`;

const edited = (path: string, value: unknown, text = TEXT) => editYaml(text, [{ path: path.split('.'), value }]);
/** The lines that are not the same any more, each as \`old → new\`; null for one that came or went. */
function differences(after: string | null, before = TEXT): [string | null, string | null][] {
  const [old, now] = [before.split('\n'), (after ?? '').split('\n')];
  let [start, end] = [0, 0];
  while (start < old.length && old[start] === now[start]) start += 1;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [gone, come] = [old.slice(start, old.length - end), now.slice(start, now.length - end)];
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, at) => [gone[at] ?? null, come[at] ?? null]);
}

describe('a value is changed where it stands, and nothing else', () => {
  test.each<[what: string, path: string, value: unknown, lines: [string | null, string | null][]]>([
    [
      'a word',
      'locale',
      'pt-BR',
      [['locale: en-GB                 # a language tag', 'locale: pt-BR                 # a language tag']],
    ],
    [
      'a text, in the quotes it had',
      'title',
      "St John's",
      [["title: 'Oakwood School'       # as on the sign", "title: 'St John''s'       # as on the sign"]],
    ],
    [
      'a number below a plugin',
      'plugins.reactions.perMessage',
      12,
      [
        [
          '    perMessage:   10          # or just `reactions: true`',
          '    perMessage:   12          # or just `reactions: true`',
        ],
      ],
    ],
    ['a list', 'plugins.reactions.palette', ['🎉'], [['    palette: ["👍",   \'❤️\']', '    palette: [ 🎉 ]']]],
    [
      'a value in braces',
      'plugins.flow.a',
      2,
      [['  flow: { a: 1,  b: [1,2] }   # kept', '  flow: { a: 2,  b: [1,2] }   # kept']],
    ],
    [
      'a key that braces do not have yet',
      'plugins.flow.c',
      'x, y',
      [['  flow: { a: 1,  b: [1,2] }   # kept', '  flow: { a: 1,  b: [1,2], c: "x, y" }   # kept']],
    ],
    [
      'braces by a word',
      'registration',
      'code',
      [['registration: { domains: [oakwood.example] } # who may come', 'registration: code # who may come']],
    ],
    [
      'a switch',
      'plugins.typing',
      false,
      [['  typing: true # Show who is typing.', '  typing: false # Show who is typing.']],
    ],
    [
      'a switch by a setting',
      'plugins.typing.most',
      3,
      [
        ['  typing: true # Show who is typing.', '  typing: # Show who is typing.'],
        [null, '    most: 3'],
      ],
    ],
    ['a key that was not there, in its place', 'timezone', 'Europe/London', [[null, 'timezone: Europe/London']]],
    ['a setting that was not there', 'plugins.reactions.any', false, [[null, '    any: false']]],
    ['the switch of a plugin with settings', 'plugins.reactions.enabled', false, [[null, '    enabled: false']]],
    ['a plugin that was not there', 'plugins.presence', true, [[null, '  presence: true']]],
    [
      'a plugin with a setting',
      'plugins.presence.awayAfter',
      9,
      [
        [null, '  presence:'],
        [null, '    awayAfter: 9'],
      ],
    ],
    ['a key that is taken out', 'plugins.reactions.palette', undefined, [['    palette: ["👍",   \'❤️\']', null]]],
  ])('%s', (_what, path, value, lines) => {
    expect(differences(edited(path, value))).toEqual(lines);
  });

  test('a block by a word, and a word by a block', () => {
    const block = 'title: O\nregistration:   # who\n  domains:\n    - a.example # one\n    - b.example\n\nlocale: en\n';
    expect(edited('registration', 'code', block)).toBe('title: O\nregistration: code   # who\n\nlocale: en\n');
    expect(edited('registration', { domains: ['a.example'] }, 'title: O\nregistration: code # who\n')).toBe(
      'title: O\nregistration: # who\n  domains: [ a.example ]\n',
    );
  });

  test('what goes and comes back leaves the text as it was', () => {
    const off = edited('plugins.reactions.enabled', false);
    expect(edited('plugins.reactions.enabled', undefined, off ?? '')).toBe(TEXT);
  });

  test('line ends of Windows, no line end at all, and keys without a value', () => {
    expect(edited('plugins.typing', true, 'title: O\r\nplugins:\r\n  mentions: true\r\n')).toBe(
      'title: O\r\nplugins:\r\n  mentions: true\r\n  typing: true\r\n',
    );
    expect(edited('locale', 'de', 'title: O')).toBe('title: O\nlocale: de');
    expect(edited('plugins.typing', true, 'title: O\nplugins:\n')).toBe('title: O\nplugins:\n  typing: true\n');
    expect(edited('plugins.typing', true, 'title: O\nplugins: {}\n')).toBe('title: O\nplugins:\n  typing: true\n');
    expect(edited('title', 'P', '{ title: O, locale: en }\n')).toBe('{ title: "P", locale: en }\n');
  });

  test('several at once, each found in what the others left', () => {
    const edits: Edit[] = [
      { path: ['title'], value: 'Ash' },
      { path: ['plugins', 'reactions', 'enabled'], value: false },
      { path: ['plugins', 'typing', 'enabled'], value: false },
    ];
    const text = editYaml(TEXT, edits);
    expect(text?.split('\n')).toHaveLength(TEXT.split('\n').length + 2);
    for (const line of TEXT.split('\n').filter((each) => !/title|typing/.test(each))) expect(text).toContain(line);
  });
});

test('a text that says one thing in two places is not touched', () => {
  const aliased = 'title: &name Oakwood\nlocale: en\nplugins:\n  a: &on { most: 1 }\n  b: *on\n';
  expect(edited('plugins.a.most', 2, aliased)).toBeNull();
  expect(edited('plugins.b.most', 2, aliased)).toBeNull();
  expect(edited('locale', 'de', aliased)).toBe(aliased.replace('en\n', 'de\n'));
});

test.each([
  'yes',
  'null',
  '- a',
  '#',
  'a: b',
  '"',
  "'",
  '12',
  'a #b',
  ' x',
  '@x',
  '%',
  '{',
  '&a',
  '*a',
  '!t',
  '|',
  'a\nb',
])('a text that looks like YAML is read back as it was: %j', (text) => {
  expect(edited('title', text)).not.toBeNull();
  expect(edited('plugins.flow.a', text)).not.toBeNull();
  expect(edited('title', text, 'title: O\n')).not.toBeNull();
  expect(edited('plugins.x', [text, text])).not.toBeNull();
});
