import source from 'emoji-picker-element-data/en/emojibase/data.json';
import { expect, test } from 'vitest';
import { Emoji } from '../contract.ts';
import { inTone } from './emoji-data.ts';
import { loadEmoji } from './load-emoji.ts';
import { searchEmoji } from './search-emoji.ts';

const all = [...(await loadEmoji()).values()].flat();
const find = (name: string) => all.find((emoji) => emoji.name === name);

test('the picker offers the whole standard, each emoji once', () => {
  expect(all.length).toBeGreaterThan(1_800);
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
});

test('every emoji it offers, in every tone, is one the server takes', () => {
  const offered = all.flatMap((emoji) => [0, 1, 2, 3, 4, 5].map((tone) => inTone(emoji, tone)));
  expect(offered.filter((emoji) => !Emoji.safeParse(emoji).success)).toEqual([]);
});

test('an emoji in a tone is the one the standard names so', () => {
  for (const { annotation, skins = [] } of source) {
    const emoji = find(annotation);
    for (const { emoji: toned, tone } of emoji ? skins : [])
      if (typeof tone === 'number' && emoji) expect(inTone(emoji, tone)).toBe(toned);
  }
});

test('the palette that schools begin with is spelt as in the data', () => {
  for (const emoji of ['👍', '❤️', '😂', '🎉', '🤔', '👀']) expect(all.some((one) => one.emoji === emoji)).toBe(true);
});

test.each([
  ['thumbs up', '👍'],
  ['+1', '👍'],
  [':heart:', '❤️'],
  ['red heart', '❤️'],
  ['tada', '🎉'],
  ['france', '🇫🇷'],
  ['cat fa', '🐱'],
  ['🦔', '🦔'],
  ['LAUGH cry', '😂'],
])('"%s" finds %s', (query, emoji) => {
  const found = searchEmoji(all, query).map((one) => one.emoji);
  expect(found.slice(0, 12)).toContain(emoji);
});

test('every word of a search must fit', () => {
  expect(searchEmoji(all, 'cat xyzzy')).toEqual([]);
  expect(searchEmoji(all, '  ')).toEqual([]);
});
