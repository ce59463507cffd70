import type { IncomingMessage, ServerResponse } from 'node:http';
import { v7 as newId } from 'uuid';
import { DomainError, missing } from '../errors/domain-error.ts';
import { FairQueue } from '../operation/fair-queue.ts';
import type { Log } from '../operation/log.ts';
import type { Attempts, Forgive } from './attempts.ts';
import { AUTH_PATH, type Auth, answerSoundly } from './auth.ts';
import { answerRefused, CHOOSE_PASSWORD, membershipEnded, NO_SCHOOL, refusalOf, WRONG_SIGN_IN } from './auth-errors.ts';
import { countedAddress } from './counted-address.ts';
import type { Endings } from './endings.ts';
import type { PasswordSlips } from './password-slip.ts';
import type { PasswordWork } from './password-work.ts';
import type { Account, Passwords } from './passwords.ts';
import { type JsonObject, readBody } from './read-body.ts';
import type { SignedIn, SignInHeaders } from './signed-in.ts';
import { emailOf, LONGEST_PASSWORD } from './words.ts';

export interface AuthHandlerParts {
  readonly auth: Auth;
  readonly attempts: Attempts;
  readonly endings: Endings;
  readonly passwordWork: PasswordWork;
  readonly passwords: Pick<Passwords, 'find'>;
  readonly slips: Pick<PasswordSlips, 'isOpen' | 'fits'>;
  readonly publicUrl: string;
  readonly trustProxy: number;
  readonly signIn: (headers: SignInHeaders) => Promise<SignedIn | null>;
  /** Promises a letter with a link that sets a new password, if there is such an account. */
  readonly promiseReset: (account: string) => Promise<void>;
  /** The school that an account was in last, and is no longer. */
  readonly leftSchool: (account: string) => Promise<{ readonly title: string } | null>;
  readonly log: Log;
}

type Parts = AuthHandlerParts & { readonly lookups: FairQueue };

interface Call {
  readonly path: OpenPath;
  readonly body: JsonObject;
  readonly request: IncomingMessage;
}

/**
 * What of better-auth is open, and which fields each path takes; the rest (sign-up above all, which our rules decide) is
 * not there. No field that redirects is among them.
 */
const OPEN = {
  '/sign-in/email': ['email', 'password', 'rememberMe'],
  '/sign-out': [],
  '/request-password-reset': ['email'],
  '/reset-password': ['newPassword', 'token'],
  '/change-password': ['newPassword', 'currentPassword'],
  '/list-sessions': [],
  '/revoke-session': ['token'],
  '/revoke-sessions': [],
  '/revoke-other-sessions': [],
} as const satisfies Record<string, readonly string[]>;
type OpenPath = keyof typeof OPEN;

/** Of one network one after the other: before a limit by account can refuse somebody, it is looked up whether there is one. */
const createLookups = () =>
  new FairQueue({
    ...{ atOnce: 3, perSource: 1, mostWaiting: 1_000 },
    refusal: () =>
      new DomainError('busy', 'unavailable', 'Very many people are signing in. Please try again in a moment.'),
  });

/** Headers better-auth needs to know the session and to see who really asks; others are not passed on. */
const PASSED = [
  ...['cookie', 'authorization', 'user-agent', 'origin', 'referer'],
  ...['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'],
];

/** Serves /api/auth/*: limits first, then better-auth, and every refusal in the one shape of ours. */
export function createAuthHandler(given: AuthHandlerParts) {
  const parts: Parts = { ...given, lookups: createLookups() };
  return (req: IncomingMessage, res: ServerResponse): Promise<void> =>
    parts.endings.afterwards(async () => {
      try {
        await sendOn(res, await ask(parts, await readCall(req)));
      } catch (error) {
        answerRefused(res, error, parts.log);
      }
    });
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const path = (request.url ?? '').split('?', 1)[0]?.slice(AUTH_PATH.length) ?? '';
  if (!Object.hasOwn(OPEN, path) || !/^(GET|POST)$/.test(request.method ?? '')) throw missing();
  return { path: path as OpenPath, body: await readBody(request), request };
}

async function ask(parts: Parts, call: Call): Promise<Response> {
  const address = countedAddress(call.request, parts.trustProxy);
  const who = call.path === '/change-password' ? await parts.signIn(call.request.headers) : null;
  const forgive = await countAttempt(parts, call, address, who);
  if (call.path === '/request-password-reset') return askForReset(parts, call, address);
  const account = call.path === '/sign-in/email' ? await accountOf(parts, call, address) : null;
  const source = sourceOf(call, address, who, account);
  const handle = async () => {
    if (account) await refuseBySlip(parts, call, account);
    return answerSoundly(parts.auth, toRequest(call, parts.publicUrl));
  };
  const response = await (source ? parts.passwordWork.as(source, handle) : handle()).catch(async (error) => {
    if (error !== WRONG_SIGN_IN) await forgive?.();
    throw error;
  });
  if (!response.ok) throw await explained(parts, await refusalOf(response), account);
  await forgive?.();
  return response;
}

/** Counts what may be guesses, or what sends mail to somebody who did not ask. */
async function countAttempt(
  { attempts }: AuthHandlerParts,
  { path, body }: Call,
  address: string,
  who: SignedIn | null,
): Promise<Forgive | undefined> {
  if (path === '/sign-in/email') return attempts.signIn.take(emailOf(body.email), address);
  if (path === '/request-password-reset') await attempts.reset.take(emailOf(body.email), address);
  return who ? attempts.signIn.take(who.account, address) : undefined;
}

/**
 * Promises a letter with a link. For an address of nobody one is promised to an account that is not there, so that neither
 * the answer nor its time tells whether somebody has it.
 */
async function askForReset(parts: Parts, call: Call, address: string): Promise<Response> {
  if (call.request.method !== 'POST') throw missing();
  const account = await accountOf(parts, call, address);
  await parts.promiseReset(account?.id ?? newId());
  return Response.json({ status: true });
}

const accountOf = ({ passwords, lookups }: Parts, { body }: Call, address: string): Promise<Account | null> =>
  lookups.run(address, () => passwords.find(emailOf(body.email)));

/**
 * Whose place a password takes in the queue: each account is a source of its own, and all addresses of nobody that come from
 * one network are one. However many somebody makes up, whoever has an account waits for one of them.
 */
function sourceOf({ path }: Call, address: string, who: SignedIn | null, account: Account | null): string | undefined {
  if (path === '/reset-password') return `link at ${address}`;
  if (path !== '/sign-in/email') return who ? `account ${who.account}` : undefined;
  return account ? `account ${account.id}` : `nobody at ${address}`;
}

/**
 * An account with a one-time password has no other. Whoever has it is asked for one of their own, and no session is opened
 * before; anything else is as wrong, and takes as long, as any wrong password.
 */
async function refuseBySlip({ slips, passwordWork }: Parts, { body }: Call, { id }: Account): Promise<void> {
  if (!(await slips.isOpen(id))) return;
  const typed = String(body.password).slice(0, LONGEST_PASSWORD);
  if (!(await slips.fits(id, typed))) {
    await passwordWork.hash(typed);
    throw WRONG_SIGN_IN;
  }
  throw CHOOSE_PASSWORD;
}

/** Whoever knows the password is told which school let them go. */
async function explained({ leftSchool }: Parts, refusal: Error, account: Account | null): Promise<Error> {
  if (!account || refusal !== NO_SCHOOL) return refusal;
  const school = await leftSchool(account.id);
  return school ? membershipEnded(school.title) : refusal;
}

function toRequest({ path, body, request }: Call, publicUrl: string): Request {
  const headers = new Headers();
  for (const name of PASSED) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const url = new URL(AUTH_PATH + path, publicUrl);
  if (request.method === 'GET') return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(bodyFor(path, body)) });
}

/** A new password ends every session but the one it was set with, which gets a new token. */
function bodyFor(path: OpenPath, body: JsonObject): JsonObject {
  const taken = Object.fromEntries(OPEN[path].filter((key) => Object.hasOwn(body, key)).map((key) => [key, body[key]]));
  if ('email' in taken) return { ...taken, email: emailOf(taken.email) };
  return path === '/change-password' ? { ...taken, revokeOtherSessions: true } : taken;
}

async function sendOn(res: ServerResponse, response: Response): Promise<void> {
  res.statusCode = response.status;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) res.setHeader('set-cookie', cookies);
  const token = response.headers.get('set-auth-token');
  if (token) res.setHeader('set-auth-token', token);
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.setHeader('cache-control', 'no-store');
  res.end(JSON.stringify(withSignedToken(await response.json(), token)));
}

/** Programs send the token of the answer back as it is, and only a signed one is taken. */
function withSignedToken(answer: unknown, signed: string | null): unknown {
  if (!signed || typeof answer !== 'object' || answer === null || !('token' in answer)) return answer;
  return { ...answer, token: decodeURIComponent(signed) };
}
