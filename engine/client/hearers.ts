/** Those who want to hear of something. One that throws is reported and does not keep the others from hearing. */
export interface Hearers<T> {
  add(hear: (news: T) => void): () => void;
  tell(news: T): void;
}

export function createHearers<T>(): Hearers<T> {
  const hearers = new Set<(news: T) => void>();
  return {
    add(hear) {
      // Wrapped, so that the same function added twice is heard twice and taken away once.
      const own = (news: T) => hear(news);
      hearers.add(own);
      return () => hearers.delete(own);
    },
    tell(news) {
      for (const hear of [...hearers]) if (hearers.has(hear)) shielded(() => hear(news));
    },
  };
}

/** Runs somebody else's code: its failure is reported where failures are, and stops nothing of ours. */
export function shielded(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
