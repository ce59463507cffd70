import { AsyncLocalStorage } from 'node:async_hooks';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import { bearer } from 'better-auth/plugins/bearer';
import type pg from 'pg';
import { v7 as newId } from 'uuid';
import type { Log } from '../operation/log.ts';
import { logFailure } from '../operation/log-failure.ts';
import type { PasswordWork } from './password-work.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './words.ts';

export const AUTH_PATH = '/api/auth';
const DAY = 24 * 60 * 60;
/** Seconds a session lasts after it was last prolonged, and how old it is before it is prolonged again. */
export const SESSION_SECONDS = 14 * DAY;
export const SESSION_RENEW_SECONDS = DAY;
/** More sessions than anybody has: the hook on ended sessions hears each of them. */
const MOST_SESSIONS = 10_000;

/** What better-auth asks of us while it works. */
export interface AuthHooks {
  /** The active school of a new session. */
  schoolOf(account: string): Promise<string | null>;
  sessionEnded(session: { account: string; id: string }): void;
  passwordReset(account: string): Promise<void>;
}

export interface AuthSettings {
  readonly pool: pg.Pool;
  readonly secret: string;
  readonly publicUrl: string;
  readonly passwordWork: PasswordWork;
  readonly log: Log;
  readonly hooks: AuthHooks;
}

/** better-auth as this engine uses it: accounts, passwords and sessions. People and schools are ours. */
export const authOptions = ({ pool, secret, publicUrl, passwordWork, log, hooks }: AuthSettings) =>
  ({
    appName: 'Homeroom',
    baseURL: new URL(publicUrl).origin,
    basePath: AUTH_PATH,
    secret,
    database: pool,
    trustedOrigins: [new URL(publicUrl).origin],
    plugins: [bearer({ requireSignature: true })],
    telemetry: { enabled: false },
    // Ours count by account and address; better-auth's would count a whole school as one.
    rateLimit: { enabled: false },
    // Its sentences repeat what was sent, and a refusal is no fault: only what broke is kept.
    logger: { log: (_level, ...said) => noteBroken(log, ...said) },
    // To us, who say what it is; caught, it would be printed past the log.
    onAPIError: { throw: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      revokeSessionsOnPasswordReset: true,
      password: { hash: passwordWork.hash, verify: passwordWork.verify },
      onPasswordReset: async ({ user }) => hooks.passwordReset(user.id),
    },
    // The table of links is no set of keys.
    verification: { storeIdentifier: 'hashed' },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_RENEW_SECONDS,
      additionalFields: { activeSchool: { type: 'string', required: false, input: false } },
    },
    advanced: {
      // Said aloud: without a word an environment variable (TEST) would turn the checks off.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: 'homeroom',
      useSecureCookies: publicUrl.startsWith('https:'),
      // Where pupils sign in from is nobody's business, so it is not kept.
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId(), defaultFindManyLimit: MOST_SESSIONS },
    },
    databaseHooks: {
      session: {
        create: {
          // Whoever is nobody's person any more is let in nowhere.
          before: async (session) => {
            const activeSchool = await hooks.schoolOf(session.userId);
            const userAgent = session.userAgent?.slice(0, 200) ?? null;
            return activeSchool ? { data: { ...session, userAgent, activeSchool } } : false;
          },
        },
        delete: { after: async (session) => hooks.sessionEnded({ account: session.userId, id: session.id }) },
      },
    },
  }) satisfies BetterAuthOptions;
export type AuthOptions = ReturnType<typeof authOptions>;

/** To be made once its tables are there: it looks at them at once, and never again. */
export const createAuth = (options: AuthOptions) => betterAuth(options);
export type Auth = ReturnType<typeof createAuth>;

const broken = new AsyncLocalStorage<{ cause: Error | undefined }>();

/**
 * Has better-auth answer. It answers some requests as done although what they ask for broke, a sign-out for instance.
 * @throws what broke on the way
 */
export async function answerSoundly(auth: Auth, request: Request): Promise<Response> {
  const noted: { cause: Error | undefined } = { cause: undefined };
  const response = await broken.run(noted, () => auth.handler(request));
  if (noted.cause) throw noted.cause;
  return response;
}

function noteBroken(log: Log, ...said: readonly unknown[]): void {
  const cause = said.find((part) => part instanceof Error && !isAPIError(part)) as Error | undefined;
  const asked = broken.getStore();
  if (asked) asked.cause ??= cause;
  else if (cause) logFailure(log, cause, {}, 'accounts: better-auth failed');
}
