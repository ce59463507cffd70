/** Every node says so often that it is there. */
export const BEAT_MS = 200;
/** After three beats that did not come, news may not come either. */
const SILENT_MS = 600;
/** What is sent from then on would come so late that it is better not sent. */
const LATE_MS = 2_000;
/** A node that was silent for so long is dead, and nobody waits for it. */
const DEAD_MS = 120_000;

/**
 * Who is still heard on the bus. A bus that is frozen or cut looks like one on which nothing happens; beats tell the two apart.
 * Our own come back to us, so they show that what we send arrives and that we hear; the others' show the same of them.
 */
export interface Beats {
  /** We hear from now on. */
  begin(): void;
  /** One of our own came back, and was sent at `at`, by `clock`. */
  returned(at: number): void;
  heard(node: string): void;
  left(node: string): void;
  intact(): boolean;
  /** The other nodes that are heard; null while one may be there that is not. */
  others(): readonly string[] | null;
  /** What we send has not come back for long. */
  isLate(): boolean;
}

/** `clock` gives milliseconds and never runs back. */
export function createBeats(clock = () => performance.now()): Beats {
  const others = new Map<string, number>();
  let own = Number.NEGATIVE_INFINITY;
  let begun = Number.POSITIVE_INFINITY;
  const intact = (): boolean => {
    const now = clock();
    for (const [node, at] of others) if (now - at > DEAD_MS) others.delete(node);
    return now - own <= SILENT_MS && [...others.values()].every((at) => now - at <= SILENT_MS);
  };
  return {
    begin() {
      own = clock();
      begun = own;
    },
    returned(at) {
      own = Math.max(own, at);
    },
    heard: (node) => void others.set(node, clock()),
    left: (node) => void others.delete(node),
    intact,
    others: () => (intact() && clock() - begun > SILENT_MS ? [...others.keys()] : null),
    isLate: () => clock() - own > LATE_MS,
  };
}
