import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trimText } from '../../../engine/client.ts';
import { messageMarkdown } from './message-markdown.ts';
import { isEmojiOnly, isLong, isPlain, paragraphsOf } from './plain-text.ts';

describe('a text without marks', () => {
  test('looks as the reader of Markdown would draw it, whatever it says', () => {
    const pieces = fc.constantFrom(
      'word',
      'é',
      '👋',
      '.',
      ',',
      '?',
      '\n',
      '\n\n',
      ' ',
      '12',
      '3)',
      '1. a',
      '- b',
      '+',
      '=',
      '"',
      "'",
      '(',
      '$5',
      'a_b',
      '#x',
      '    ',
      'http://x',
      'x@y.example',
      '\\',
      '`',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = trimText(parts.join(''));
        fc.pre(text !== '' && isPlain(text));
        const drawn = paragraphsOf(text).map(
          (lines) => `<p>${lines.map(messageMarkdown.utils.escapeHtml).join('<br>')}</p>\n`,
        );
        expect(drawn.join('')).toBe(messageMarkdown.render(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    '**b**',
    '`c`',
    '# h',
    '> q',
    '- l',
    '1. l',
    '$x$',
    'a | b',
    'https://a.example',
    '[a](b)',
    '&amp;',
    '~~s~~',
  ])('is not %s', (text) => expect(isPlain(text)).toBe(false));
});

test('however many empty lines part two paragraphs, there are two', () => {
  expect(paragraphsOf('one\n\n \n\t\n\ntwo')).toEqual([['one'], ['two']]);
});

test('thousands of paragraphs are not made one by one, whatever stands in the lines between them', () => {
  for (const between of ['\n\n', '\n \n', '\n  \n']) {
    expect(isPlain(`a${between}`.repeat(190))).toBe(true);
    expect(isPlain(`a${between}`.repeat(2_000))).toBe(false);
  }
});

test('only a few emoji and nothing else are drawn large', () => {
  expect(['🎉', '👩🏽‍🏫 👍', '🇳🇱❤️'].map(isEmojiOnly)).toEqual([true, true, true]);
  expect(['', 'ok', '🎉!', '123', '🎉'.repeat(9)].map(isEmojiOnly)).toEqual([false, false, false, false, false]);
});

test('emoji with skin tones, which match in two ways each, do not take exponential time', () => {
  expect(isEmojiOnly(`${'👍🏽'.repeat(40)}x`)).toBe(false);
  expect(isEmojiOnly('👍🏽'.repeat(8))).toBe(true);
});

test('a text is long by its lines or by its length', () => {
  expect(isLong('short')).toBe(false);
  expect(isLong('line\n'.repeat(30))).toBe(true);
  expect(isLong('x'.repeat(2_000))).toBe(true);
});
