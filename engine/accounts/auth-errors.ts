import type { ServerResponse } from 'node:http';
import { DomainError, type Fault } from '../errors/domain-error.ts';
import { refusalIn } from '../errors/outage.ts';
import type { Log } from '../operation/log.ts';
import { logFailure } from '../operation/log-failure.ts';

const STATUS: Readonly<Record<Fault, number>> = {
  invalid: 400,
  'signed-out': 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
};
const ORIGIN = new DomainError('session.origin', 'forbidden', 'This page may not sign anybody in.');
const wrong = (code: string, field: string, message: string) => new DomainError(code, 'invalid', message, { field });

/** Not the fault `signed-out`, which sends people to the page they are on; in HTTP's words it is 401 all the same. */
export const WRONG_SIGN_IN = new DomainError(
  'session.wrong-sign-in',
  'forbidden',
  'The email address, the user name or the password is not right.',
);

export const CHOOSE_PASSWORD = new DomainError(
  'session.choose-password',
  'forbidden',
  'Choose a password of your own now.',
);
export const NO_SCHOOL = new DomainError('session.no-school', 'forbidden', 'No school has you on its roster.');

/** For whoever knows the password: which school let them go. */
export const membershipEnded = (school: string): DomainError =>
  new DomainError(
    NO_SCHOOL.code,
    NO_SCHOOL.fault,
    `Your membership of ${school} has ended. If that is a mistake, ask the school to let you in again.`,
    { school },
  );

/** better-auth's codes that a person can run into, in our words. */
const KNOWN: Readonly<Record<string, DomainError>> = {
  INVALID_EMAIL_OR_PASSWORD: WRONG_SIGN_IN,
  FAILED_TO_CREATE_SESSION: NO_SCHOOL,
  UNAUTHORIZED: new DomainError('signed-out', 'signed-out', 'Please sign in.'),
  INVALID_EMAIL: wrong('invalid', 'email', 'That is not an email address.'),
  INVALID_PASSWORD: wrong('session.wrong-password', 'currentPassword', 'That is not your password.'),
  PASSWORD_TOO_SHORT: wrong('session.password-too-short', 'newPassword', 'A password has at least 10 characters.'),
  PASSWORD_TOO_LONG: wrong('session.password-too-long', 'newPassword', 'A password has at most 128 characters.'),
  INVALID_TOKEN: wrong('session.link-expired', 'token', 'This link has expired or was used before.'),
  INVALID_ORIGIN: ORIGIN,
  MISSING_OR_NULL_ORIGIN: ORIGIN,
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: ORIGIN,
};

/** What better-auth refused, as one of our refusals. Its own sentences are not passed on: they may say more than ours. */
export async function refusalOf(response: Response): Promise<Error> {
  const { code, message } = (await response.json().catch(() => ({}))) as { code?: unknown; message?: unknown };
  const known = KNOWN[String(code)];
  if (known) return known;
  if (response.status >= 500) return new Error(`better-auth answered ${response.status}`);
  const field = /\[body\.(\w+)\]/.exec(String(message))?.[1];
  return new DomainError('invalid', faultOf(response.status), 'That is not right.', field ? { field } : {});
}

/** Answers with `{ error: { code, fault, message, data } }`; what is no refusal is logged and says nothing of itself. */
export function answerRefused(res: ServerResponse, error: unknown, log: Log): void {
  if (!res.destroyed) logFailure(log, error, {}, 'accounts: a request failed');
  const refusal = refusalIn(error);
  const { code, fault, message, data } = refusal ?? FAILED;
  res.statusCode = statusOf(refusal);
  if (fault === 'limited') res.setHeader('retry-after', String(data.retryAfter));
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.setHeader('cache-control', 'no-store');
  // What was not read of a body that is too long is not waited for.
  res.setHeader('connection', 'close');
  res.end(JSON.stringify({ error: { code, fault, message, data } }));
}

function statusOf(refusal: DomainError | null): number {
  if (refusal === WRONG_SIGN_IN) return 401;
  return refusal ? STATUS[refusal.fault] : 500;
}

const FAILED = new DomainError('failed', 'unavailable', 'Something went wrong. Please try again.');

const faultOf = (status: number): Fault =>
  (Object.keys(STATUS) as Fault[]).find((fault) => STATUS[fault] === status) ?? 'invalid';
