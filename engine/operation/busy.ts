import { performance } from 'node:perf_hooks';

/** Milliseconds that are looked at together. */
const WINDOW_MS = 100;

/** Tells whether this process was at work for more than half of the last tenth of a second: then others wait for its loop. */
export function createBusy(share = 0.5): () => boolean {
  let since = performance.eventLoopUtilization();
  let lookedAt = performance.now();
  let busy = false;
  return () => {
    const now = performance.now();
    if (now - lookedAt < WINDOW_MS) return busy;
    const until = performance.eventLoopUtilization();
    busy = performance.eventLoopUtilization(until, since).utilization > share;
    [since, lookedAt] = [until, now];
    return busy;
  };
}
