import { availableParallelism } from 'node:os';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { DomainError } from '../errors/domain-error.ts';

/** One core stays free for the conversation of everybody who is in already. */
const AT_ONCE = Math.max(1, availableParallelism() - 1);
/** A few classes that come in together: some seconds of work. */
const MOST_WAITING = 150;

/**
 * Makes and checks passwords, which is meant to be slow: a few at a time, the others wait. No limit by address stands
 * before it, for a whole school is one, and so anybody could have every core at work on addresses they made up.
 */
export interface PasswordWork {
  hash(password: string): Promise<string>;
  verify(given: { hash: string; password: string }): Promise<boolean>;
  /** To be asked before work is begun. @throws DomainError `unavailable` while too much is waiting */
  demandRoom(): void;
}

export function createPasswordWork(atOnce = AT_ONCE, mostWaiting = MOST_WAITING): PasswordWork {
  let working = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (working >= atOnce) await new Promise<void>((turn) => waiting.push(turn));
    else working += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes over this place, so that nobody slips in between.
      const next = waiting.shift();
      if (next) next();
      else working -= 1;
    }
  };
  return {
    hash: (password) => inTurn(() => hashPassword(password)),
    verify: (given) => inTurn(() => verifyPassword(given)),
    demandRoom() {
      if (waiting.length < mostWaiting) return;
      throw new DomainError('busy', 'unavailable', 'Very many people are signing in. Please try again in a moment.');
    },
  };
}
