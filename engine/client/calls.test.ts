import { expect, test } from 'vitest';
import { ask, createCalls, goOn } from './calls.ts';
import { TIMING } from './timing.ts';

test('a call is sent however little is missing of the next token', async () => {
  const waiting = Array.from({ length: 3_000 }, () => callAlmostAllowed());
  await expect.poll(() => waiting.filter((isSent) => !isSent())).toEqual([]);
});

/** Asks while the token it needs falls due within about a microsecond; answers how to see whether it was sent. */
function callAlmostAllowed(): () => boolean {
  let sent = false;
  const calls = createCalls(TIMING, () => {
    sent = true;
  });
  goOn(calls);
  calls.bucket.at = performance.now();
  calls.bucket.tokens = 0.9999;
  ask(calls, { method: 'query', path: 'rooms.list', input: undefined }, { done: () => {}, failed: () => {} });
  return () => sent;
}
