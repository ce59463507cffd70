import { expect, test } from 'vitest';
import { waitBefore } from './backoff.ts';

const range = (lostFor: number) => [waitBefore(lostFor, 0), waitBefore(lostFor, 1)];

test('right after a loss everybody tries within half a second, each at another moment', () => {
  expect(range(0)).toEqual([100, 400]);
  expect(range(14_999)).toEqual([100, 400]);
});

test('after an outage of a minute everybody is back within a second', () => {
  expect(range(15_000)).toEqual([300, 800]);
  expect(range(119_999)).toEqual([300, 800]);
});

test('the longer it lasts the longer the wait, up to ten seconds and never in step', () => {
  expect(range(120_000)).toEqual([1_000, 2_000]);
  expect(range(3_600_000)).toEqual([5_000, 10_000]);
});
