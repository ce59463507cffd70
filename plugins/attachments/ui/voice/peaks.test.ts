import { expect, test } from 'vitest';
import { clockText } from '../clock-text.ts';
import { peaksOf } from './peaks.ts';

test('of each stretch its loudest moment is kept', () => {
  expect(peaksOf([0, 0.2, 0.9, 0.1], 2)).toEqual([20, 90]);
  expect(peaksOf([0.5, 2, -1], 64)).toEqual([50, 100, 0]);
  expect(peaksOf(Array.from({ length: 10_000 }, () => 0.3))).toEqual(Array.from({ length: 64 }, () => 30));
});

test('a recording in which nothing was heard has a waveform too', () => {
  expect(peaksOf([])).toEqual([0]);
});

test.each([
  [0, '0:00'],
  [7_999, '0:07'],
  [750_000, '12:30'],
])('%i ms are read as %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});
