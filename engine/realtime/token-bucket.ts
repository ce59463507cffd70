/** A bucket of `burst` tokens that refills by `perSecond`; plain numbers, since every socket carries one. */
export interface TokenBucket {
  tokens: number;
  /** When it was last counted, in milliseconds of a clock that never runs back. */
  at: number;
}

export const fullBucket = (burst: number, now: number): TokenBucket => ({ tokens: burst, at: now });

/** Takes one token. False: there was none, and nothing was taken. */
export function takeToken(bucket: TokenBucket, rate: { burst: number; perSecond: number }, now: number): boolean {
  bucket.tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1_000) * rate.perSecond);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/** Milliseconds until `takeToken` would succeed, 0 when it would now. */
export function tokenDueIn(bucket: TokenBucket, rate: { burst: number; perSecond: number }, now: number): number {
  const tokens = bucket.tokens + ((now - bucket.at) / 1_000) * rate.perSecond;
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / rate.perSecond) * 1_000);
}
