import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { DomainError } from '../errors/domain-error.ts';
import { FairQueue } from '../operation/fair-queue.ts';
import { hashPassword, verifyPassword } from './password-threads.ts';

/** One core stays free for the conversation of everybody who is in already. Each takes 32 MiB while it lasts. */
const AT_ONCE = Math.min(4, Math.max(1, availableParallelism() - 1));
/** Milliseconds of one source: a class that registers at once, then a third of one core. */
const BUDGET = { count: 2_000, seconds: 6 };
/** Requests of one source: some seconds of work. */
const MOST_OF_SOURCE = 150;
/** Requests of all sources from which on a source may have no more than one. */
const CROWDED = 2_000;

/**
 * Makes and checks passwords, which is meant to be slow: a few at a time, the others wait. Places go round among sources
 * (`password-source.ts`), so whoever makes up a thousand addresses delays somebody who has one by a single password.
 */
export interface PasswordWork {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
  /** Runs `work`, whose passwords are this source's. @throws DomainError `busy` while the source has its share of requests */
  as<T>(source: string, work: () => Promise<T>): Promise<T>;
}

/** Passwords nobody asked for over the network: the demo's, tests'. */
const OURS = 'ours';

export function createPasswordWork(atOnce = AT_ONCE, mostOfSource = MOST_OF_SOURCE): PasswordWork {
  const queue = new FairQueue({ atOnce, budget: BUDGET });
  const requests = new Map<string, number>();
  let all = 0;
  const source = new AsyncLocalStorage<string>();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => queue.run(source.getStore() ?? OURS, work);
  return {
    hash: (password) => inTurn(() => hashPassword(password)),
    verify: (given) => inTurn(() => verifyPassword(given)),
    async as(name, work) {
      const before = requests.get(name) ?? 0;
      if (before >= (all < CROWDED ? mostOfSource : Math.min(1, mostOfSource))) throw busy();
      requests.set(name, before + 1);
      all += 1;
      try {
        return await source.run(name, work);
      } finally {
        all -= 1;
        const left = (requests.get(name) ?? 1) - 1;
        if (left > 0) requests.set(name, left);
        else requests.delete(name);
      }
    },
  };
}

const busy = () =>
  new DomainError('busy', 'unavailable', 'Very many people are signing in. Please try again in a moment.');
