import { expect, test } from 'vitest';
import { plainOf, withoutMarks, withoutStacks } from './plain-of.ts';

test.each([
  ['**Bring** a _leaf_\n\n- and `code`\n> see [page](https://a.example)', 'Bring a leaf and code see page'],
  ['***both*** and **_both_**, ~~gone~~', 'both and both, gone'],
  ['```python\nprint(1)\n```', 'print(1)'],
  ['# Plan\n1. one\n2. two', 'Plan 1. one 2. two'],
  ['| distance | 1st |\n|---|---:|\n| 5 km | Ana |', 'distance, 1st 5 km, Ana'],
  ['| f | g |\n|---|---|\n| $|x|$ | `a|b` |\n| $5 | 6$ |', 'f, g $|x|$, a|b $5, 6$'],
  ['これは**「重要」**です。这是**重点**吗，~~没有~~', 'これは「重要」です。这是重点吗，没有'],
])('the marks of formats are gone: %j', (text, plain) => expect(plainOf(text)).toBe(plain));

test.each([
  'I have $20 and he has 30$ left',
  'so $x^2$ is',
  '2*3*4 and 2 * 3',
  'snake_case and __init__',
  'ls *.txt *.md',
  '___ and ___',
  'don`t and can`t',
  'a | b',
  '>5 is more, 5 > 3',
  '+ 3',
  '- 5 °C',
  '> 18 years',
  '2 *3* 4',
  '长*宽*高, たて*よこ*高さ, （*）と（*）',
  '# of books: 5',
])('what is no format stays: %s', (text) => expect(plainOf(text)).toBe(text));

test.each(['|$a', '|`a', '字**字', '字~~**', '*_~`', '*a ', '**a* ', '_a b', '`a ~b ', '| a ', '[a](b', '- > # '])(
  'a line of ten thousand signs is read within the time of a test: %j',
  (sign) => {
    const text = sign.repeat(10_000 / sign.length);
    expect(withoutMarks(text).length).toBeLessThanOrEqual(text.length);
  },
);

test('of the signs that stand on one letter, others are shown ten', () => {
  for (const sign of ['\u0301', '🏽']) {
    expect(withoutStacks(`a${sign.repeat(9_000)}b`)).toBe(`a${sign.repeat(10)}b`);
    expect(plainOf(`**It** is a${sign.repeat(400)}`)).toBe(`It is a${sign.repeat(10)}`);
  }
  for (const text of ['Z\u0323\u0301', 'நி', '👩🏽‍🚀👋🏿']) expect(withoutStacks(text)).toBe(text);
});
