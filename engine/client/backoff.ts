/** A node that restarts is back within seconds: so long everybody tries often, spread out by chance. */
const EAGER_MS = 15_000;
const MOST_MS = 10_000;

/**
 * Milliseconds to wait before the next try.
 * @param lostFor since the connection was lost, in milliseconds
 * @param chance a random number in [0, 1)
 */
export function waitBefore(lostFor: number, chance: number): number {
  if (lostFor < EAGER_MS) return 100 + 300 * chance;
  return Math.min(MOST_MS, lostFor / 10) * (0.5 + chance / 2);
}
