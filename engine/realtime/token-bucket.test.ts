import { expect, test } from 'vitest';
import { fullBucket, takeToken, tokenDueIn } from './token-bucket.ts';

const rate = { burst: 3, perSecond: 2 };
const take = (bucket: ReturnType<typeof fullBucket>, times: number, now: number) =>
  Array.from({ length: times }, () => takeToken(bucket, rate, now));

test('a bucket gives its burst at once, then as much as it earns, and never saves up more than its burst', () => {
  const bucket = fullBucket(rate.burst, 0);
  expect(take(bucket, 4, 0)).toEqual([true, true, true, false]);
  expect(take(bucket, 2, 500)).toEqual([true, false]);
  expect(take(bucket, 5, 60_000)).toEqual([true, true, true, false, false]);
});

test('an empty bucket says when the next token is due', () => {
  const bucket = fullBucket(rate.burst, 0);
  take(bucket, 3, 0);
  expect(tokenDueIn(bucket, rate, 0)).toBe(500);
  expect(takeToken(bucket, rate, 250)).toBe(false);
  expect(tokenDueIn(bucket, rate, 250)).toBe(250);
  expect(takeToken(bucket, rate, 500)).toBe(true);
});
