/** What went wrong, in words no transport owns. `api/errors.ts` and `realtime/close-codes.ts` translate. */
export const FAULTS = ['invalid', 'signed-out', 'forbidden', 'missing', 'conflict', 'limited', 'unavailable'] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * A refusal that was decided, not a bug: never logged as an error.
 * `code` is what programs and translations go by (`reactions.too-many`), `message` what a person reads in English,
 * `data` the values a translation needs (`{ field: 'text' }`, `{ retryAfter: 3 }` in seconds).
 */
export class DomainError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: string, fault: Fault, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.fault = fault;
    this.data = data;
  }
}

/** The one answer for all that is not there or not yours: the same words, so that nobody learns which. */
export const missing = (): DomainError => new DomainError('missing', 'missing', 'Not found.');

/** Bad input, naming the field it stands in. */
export const invalid = (field: string, message: string, code = 'invalid'): DomainError =>
  new DomainError(code, 'invalid', message, { field });

export const forbidden = (code: string, message: string, data: Readonly<Record<string, unknown>> = {}): DomainError =>
  new DomainError(code, 'forbidden', message, data);

export const conflict = (code: string, message: string, data: Readonly<Record<string, unknown>> = {}): DomainError =>
  new DomainError(code, 'conflict', message, data);

/** It cannot be done now, and may well be when asked again. */
export const unavailable = (): DomainError =>
  new DomainError('unavailable', 'unavailable', 'The server is catching its breath. Please try again.');

/** Too many, too fast. `retryAfter` is in whole seconds, at least 1. */
export const limited = (retryAfter: number, code = 'limited'): DomainError =>
  new DomainError(code, 'limited', 'Too many requests. Please wait a moment.', {
    retryAfter: Math.max(1, Math.ceil(retryAfter)),
  });
