import { DeadlockException, UniqueConstraintViolationException } from '@mikro-orm/core';
import { DomainError } from '../errors/domain-error.ts';

/** Somebody else was faster, and what was checked no longer holds. */
export class Raced extends DomainError {
  constructor() {
    super('messages.busy', 'unavailable', 'The room is changing. Please try again.');
  }
}

/** Each try that is lost was won by somebody, and seldom more than a few race. */
const MOST_TRIES = 5;

/**
 * Two who ask for the same thing at once, a retry racing the first attempt or a double click, may both find it undone; then
 * a key of the database lets one through. The other is asked again as a whole, and finds what happened.
 */
export async function untilSettled<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (!isRace(error) || tries === MOST_TRIES) throw error;
    }
  }
}

const isRace = (error: unknown): boolean =>
  error instanceof Raced || error instanceof UniqueConstraintViolationException || error instanceof DeadlockException;
