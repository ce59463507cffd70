/**
 * Lets each key through once in `everyMs`. A key that was let through longer ago needs no memory: two maps take turns, and
 * the older one is dropped whole. `clock` gives milliseconds and never runs back.
 */
export function createRecent(everyMs: number, clock = () => performance.now()): (key: string) => boolean {
  let young = new Map<string, number>();
  let old = young;
  let turnsAt = 0;
  return (key) => {
    const now = clock();
    if (now >= turnsAt) {
      old = now < turnsAt + everyMs ? young : new Map();
      young = new Map();
      turnsAt = now + everyMs;
    }
    if (now - (young.get(key) ?? old.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return false;
    young.set(key, now);
    return true;
  };
}
