import { expect, test } from 'vitest';
import { codeInText } from './code-in-text.ts';

const code = (text: string) =>
  codeInText(text)
    .map(([from, to]) => text.slice(from, to))
    .filter((part) => part.includes('@'));

test.each([
  ['between backticks', 'a `@x` ``b ` @y``', ['`@x`', '``b ` @y``']],
  ['over the end of a line, not over an empty one', '`@x\n@y` `@z\n\n@w`', ['`@x\n@y`']],
  ['between ``` and ```', '```python\n@x\n```\n@y', ['@x']],
  ['between ~~~ and ~~~', '~~~\n@x\n```\n@y\n~~~\n@z', ['@x', '@y']],
  ['up to the end where nothing ends it', '````\n@x\n```\n@y', ['@x', '@y']],
  ['in a quote and a list', '> ~~~\n> @x\n> ~~~\n\n- ```\n  @y\n  ```\n@z', ['> @x', '  @y']],
  ['set in by four blanks or a tab', 'so:\n\n    @x\n\t@y\n\n \t@w\n\n@z', ['    @x', '\t@y', ' \t@w']],
  ['set in at the beginning, and below a heading', '    @x\n\n# a\n    @y', ['    @x', '    @y']],
  ['not where the paragraph goes on', '    @x\n@y\n\n\t@z\tMon\n8:00\t@w', []],
  ['not set in inside a paragraph', 'so:\n    @x', []],
  ['not behind a mark that stays open', 'a ` @x', []],
  ['not between apostrophes of words', 'don`t @x can`t', []],
  ['not behind a backslash', '\\`@x\\` \\``@y` \\\\`@z`', ['`@y`', '`@z`']],
  ['not on a line of strikes', '~~@x~~', []],
])('code is %s', (_, text, parts) => expect(code(text)).toEqual(parts));

test('ten thousand backticks take no time to speak of', () => {
  const text = Array.from({ length: 140 }, (_, at) => `${'`'.repeat(at + 1)} `).join('');
  expect(codeInText(text)).toEqual([]);
});
