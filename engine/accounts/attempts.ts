import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { limited } from '../errors/domain-error.ts';
import { FairQueue } from '../operation/fair-queue.ts';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/** Takes the attempt back: it succeeded, and only failures count. */
export type Forgive = () => Promise<void>;

/** So many in each window of so many seconds, counted under a name of its own. */
export type MakeLimiter = (name: string, points: number, seconds: number) => RateLimiterAbstract;

/** Counts in this process alone. */
export const inMemory: MakeLimiter = (_name, points, seconds) => new RateLimiterMemory({ points, duration: seconds });

/**
 * Counts in Redis, so that several nodes count as one. While Redis is away each node counts for itself: neither is there no
 * limit then, nor is everybody refused.
 */
export const inRedis =
  (storeClient: Redis): MakeLimiter =>
  (name, points, seconds) =>
    new RateLimiterRedis({
      ...{ storeClient, points, duration: seconds, keyPrefix: `homeroom:attempts:${name}` },
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
    });

/**
 * One rule of "not so often". A whole school is one address and one account is tried from many, so an attempt counts for
 * the pair first; only when the pair may still try does it count for the account alone, and so a classmate at one address
 * cannot use up another's share of all addresses. Counted before the attempt: a hundred at once are no way around.
 */
export class AttemptRule {
  readonly #pair: RateLimiterAbstract;
  readonly #account: RateLimiterAbstract;

  /** @param pair attempts of one account from one address · @param account of one account from anywhere · @param seconds window */
  constructor(pair: number, account: number, seconds: number, name = '', make = inMemory) {
    this.#pair = make(`${name}:pair`, pair, seconds);
    this.#account = make(name, account, seconds);
  }

  /** @throws DomainError `limited`, with `retryAfter` in seconds */
  async take(account: string, address: string): Promise<Forgive> {
    const pair = keyOf(`${account} ${address}`);
    await take(this.#pair, pair);
    await take(this.#account, keyOf(account));
    return async () => {
      await Promise.all([this.#pair.reward(pair), this.#account.reward(keyOf(account))]);
    };
  }
}

/** A wrong guess beyond the limit keeps its place for so long: 20 a second from one address, 80 from all. */
const PACE_MS = 50;
const PACED_AT_ONCE = 4;
const MOST_PACED = 500;

/**
 * The rule for what many people at one address rightly know and somebody there may guess at: a class code, a link. What is
 * right is always found, so nobody's wrong guesses close the way for a school behind the same address. Beyond the limit
 * everybody there is looked after one by one, so slowly that guessing 39 bits would take centuries.
 */
export class GuessRule {
  readonly #wrong: AttemptRule;
  readonly #paceMs: number;
  readonly #paced: FairQueue;

  constructor(wrong: AttemptRule, paceMs = PACE_MS) {
    this.#wrong = wrong;
    this.#paceMs = paceMs;
    this.#paced = new FairQueue({
      ...{ atOnce: PACED_AT_ONCE, perSource: 1, mostWaiting: MOST_PACED },
      refusal: () => limited((MOST_PACED * paceMs) / 1_000),
    });
  }

  /**
   * What `find` finds. Only what it does not find counts, for `what` and the address.
   * @throws DomainError `limited` for a wrong guess beyond the limit
   */
  async look<T>(what: string, address: string, find: () => Promise<T | null>): Promise<T | null> {
    const taken = await this.#wrong.take(what, address).catch((refusal: Error) => refusal);
    if (taken instanceof Error) return this.#lookSlowly(address, find, taken);
    const found = await find();
    if (found !== null) await taken();
    return found;
  }

  #lookSlowly<T>(address: string, find: () => Promise<T | null>, refusal: Error): Promise<T> {
    return this.#paced.run(address, async () => {
      const found = await find();
      if (found !== null) return found;
      await pause(this.#paceMs);
      throw refusal;
    });
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
  readonly code: GuessRule;
  /** Links of invitations that never were: not to be guessed, but each is looked for in the database. */
  readonly link: GuessRule;
}

export const createAttempts = (make = inMemory): Attempts => ({
  signIn: new AttemptRule(10, 50, QUARTER_HOUR, 'sign-in', make),
  register: new AttemptRule(10, 20, HOUR, 'register', make),
  reset: new AttemptRule(5, 10, HOUR, 'reset', make),
  code: new GuessRule(new AttemptRule(200, 2_000, QUARTER_HOUR, 'code', make)),
  link: new GuessRule(new AttemptRule(100, 2_000, QUARTER_HOUR, 'link', make)),
});

async function take(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw limited(refusal.msBeforeNext / 1_000);
  }
}

/** Of one length, and no address of a person: Redis may keep it on a disk. */
const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
