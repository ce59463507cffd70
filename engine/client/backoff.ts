/** A node that restarts is back within seconds. For so long everybody tries often, each at another moment. */
const EAGER_MS = 15_000;
/** Longer outages of a node, its database or its network are still mended within minutes. Everybody is back within a second then. */
const PATIENT_MS = 120_000;
const MOST_MS = 10_000;

/**
 * Milliseconds to wait before the next try.
 * @param lostFor since the connection was lost, in milliseconds
 * @param chance a random number in [0, 1)
 */
export function waitBefore(lostFor: number, chance: number): number {
  if (lostFor < EAGER_MS) return 100 + 300 * chance;
  if (lostFor < PATIENT_MS) return 300 + 500 * chance;
  return Math.min(MOST_MS, lostFor / 60) * (0.5 + chance / 2);
}
