import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { limited } from '../errors/domain-error.ts';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/** Takes the attempt back: it succeeded, and only failures count. */
export type Forgive = () => Promise<void>;

/**
 * One rule of "not so often". A whole school is one address and one account is tried from many, so an attempt counts for
 * the pair first; only when the pair may still try does it count for the account alone, and so a classmate at one address
 * cannot use up another's share of all addresses. Counted before the attempt: a hundred at once are no way around.
 */
export class AttemptRule {
  readonly #pair: RateLimiterMemory;
  readonly #account: RateLimiterMemory;

  /** @param pair attempts of one account from one address · @param account of one account from anywhere · @param seconds window */
  constructor(pair: number, account: number, seconds: number) {
    this.#pair = new RateLimiterMemory({ points: pair, duration: seconds });
    this.#account = new RateLimiterMemory({ points: account, duration: seconds });
  }

  /** @throws DomainError `limited`, with `retryAfter` in seconds */
  async take(account: string, address: string): Promise<Forgive> {
    const pair = `${account} ${address}`;
    await take(this.#pair, pair);
    await take(this.#account, account);
    return async () => {
      await Promise.all([this.#pair.reward(pair), this.#account.reward(account)]);
    };
  }
}

export interface Attempts {
  /** Passwords tried. */
  readonly signIn: AttemptRule;
  /** Registrations, each of which may send a mail to an address nobody proved. */
  readonly register: AttemptRule;
  /** Mails with a link for a new password. */
  readonly reset: AttemptRule;
  /** Wrong class codes: not of an account but of a school, and wide, for a class registers at once behind one address. */
  readonly code: AttemptRule;
}

export const createAttempts = (): Attempts => ({
  signIn: new AttemptRule(10, 50, QUARTER_HOUR),
  register: new AttemptRule(10, 20, HOUR),
  reset: new AttemptRule(5, 10, HOUR),
  code: new AttemptRule(200, 2_000, QUARTER_HOUR),
});

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw limited(refusal.msBeforeNext / 1_000);
  }
}
