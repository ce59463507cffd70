/** So many at once, and as many again spread over each `seconds` after. */
export interface Rate {
  readonly count: number;
  readonly seconds: number;
}

/**
 * One number per key: when its bucket will be full again. A bucket is full at the latest one period after its last use,
 * so a key that was not used for a whole period needs no memory: two maps take turns, and the older one is dropped whole.
 * (What was taken beyond an empty bucket is waited for, but no longer than that.)
 */
export class Buckets {
  readonly #periodMs: number;
  readonly #costMs: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  #turnsAt = 0;

  constructor({ count, seconds }: Rate) {
    this.#periodMs = seconds * 1_000;
    this.#costMs = this.#periodMs / count;
  }

  /** Milliseconds until `cost` may be taken; 0 when now. */
  wait(key: string, now: number, cost: number): number {
    if (now >= this.#turnsAt) this.#turn(now);
    return Math.max(0, this.#fullAt(key, now) + cost * this.#costMs - now - this.#periodMs - ROUNDING_MS);
  }

  take(key: string, now: number, cost: number): void {
    if (now >= this.#turnsAt) this.#turn(now);
    this.#young.set(key, this.#fullAt(key, now) + cost * this.#costMs);
  }

  #fullAt(key: string, now: number): number {
    return Math.max(now, this.#young.get(key) ?? this.#old.get(key) ?? 0);
  }

  #turn(now: number): void {
    this.#old = now < this.#turnsAt + this.#periodMs ? this.#young : new Map();
    this.#young = new Map();
    this.#turnsAt = now + this.#periodMs;
  }
}

/** Sums of fractions of a period must not cost anybody the last token. */
const ROUNDING_MS = 0.001;
