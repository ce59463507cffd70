import { expect, test } from 'vitest';
import { linesOf, moved } from './grid.ts';

// 0 title · 1 [a b c] · 2 [d] · 3 title · 4 [e f]
const lines = linesOf(
  [
    ['letters', ['a', 'b', 'c', 'd']],
    ['empty', []],
    ['more', ['e', 'f']],
  ],
  3,
);
const at = (line: number, column: number) => ({ line, column });

test('sections stand under their titles, and one without cells is not there', () => {
  expect(lines.map((line) => (line.kind === 'title' ? line.section : line.cells.join('')))).toEqual([
    'letters',
    'abc',
    'd',
    'more',
    'ef',
  ]);
});

test.each([
  ['ArrowRight', at(1, 0), at(1, 1)],
  ['ArrowRight', at(1, 2), at(2, 0)],
  ['ArrowRight', at(2, 0), at(4, 0)],
  ['ArrowRight', at(4, 1), at(4, 1)],
  ['ArrowLeft', at(4, 0), at(2, 0)],
  ['ArrowLeft', at(1, 0), at(1, 0)],
  ['ArrowDown', at(1, 2), at(2, 0)],
  ['ArrowDown', at(2, 0), at(4, 0)],
  ['ArrowDown', at(4, 1), at(4, 1)],
  ['ArrowUp', at(4, 1), at(2, 0)],
  ['ArrowUp', at(1, 1), at(1, 1)],
  ['Home', at(4, 1), at(4, 0)],
  ['End', at(1, 0), at(1, 2)],
  ['PageDown', at(1, 1), at(4, 1)],
  ['PageUp', at(4, 1), at(1, 1)],
])('%s leads from %o to %o', (key, from, to) => expect(moved(lines, from, key)).toEqual(to));

test('other keys lead nowhere', () => {
  expect(moved(lines, at(1, 0), 'x')).toBeNull();
});
