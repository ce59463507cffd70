import type { ServerResponse } from 'node:http';

/** A page that takes nothing of its answer for so long is gone: a computer that sleeps does not say so. */
const MOST_QUIET_MS = 20_000;

/**
 * Settles once an answer is whole and has left, or once it is whole and nobody is there to take it. Called before any of it
 * is written. A promise that waits for the answer to leave never settles for a page that went away in the middle: its
 * session would lose a place in a queue with each, and be answered no more.
 */
export async function answered(res: ServerResponse, mostQuietMs = MOST_QUIET_MS): Promise<void> {
  const closed = new Promise<void>((done) => (res.closed ? done() : res.once('close', done)));
  const whole = new Promise<void>((done) => {
    const { end } = res;
    res.end = ((...given: Parameters<typeof end>) => {
      done();
      return end.apply(res, given);
    }) as typeof end;
  });
  res.setTimeout(mostQuietMs, () => res.headersSent && res.destroy());
  await Promise.all([whole, closed]);
}
