import { fullBucket, type TokenBucket } from './token-bucket.ts';

/** A bucket for each of many keys, for what is counted over all sockets of somebody. */
export interface Budgets {
  /** False: nothing is left now. What is left may be overdrawn once, and is paid back before anything else is had. */
  hasLeft(key: string): boolean;
  spend(key: string, cost: number): void;
  /** Lets go of buckets that are full again. */
  sweep(): void;
}

export interface BudgetRate {
  readonly burst: number;
  readonly perSecond: number;
}

/** `clock` gives milliseconds and never runs back. */
export function createBudgets({ burst, perSecond }: BudgetRate, clock = () => performance.now()): Budgets {
  const buckets = new Map<string, TokenBucket>();
  const refilled = (bucket: TokenBucket): TokenBucket => {
    const now = clock();
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    return bucket;
  };
  return {
    hasLeft(key) {
      const bucket = buckets.get(key);
      return bucket === undefined || refilled(bucket).tokens > 0;
    },
    spend(key, cost) {
      const bucket = refilled(buckets.get(key) ?? fullBucket(burst, clock()));
      bucket.tokens -= cost;
      buckets.set(key, bucket);
    },
    sweep() {
      for (const [key, bucket] of buckets) if (refilled(bucket).tokens >= burst) buckets.delete(key);
    },
  };
}
