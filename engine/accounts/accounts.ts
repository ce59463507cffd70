import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '../database/database.ts';
import { SYSTEM_ROLE } from '../database/roles.ts';
import type { Mailer } from '../mail/mail.ts';
import { createPost } from '../mail/post.ts';
import type { Log } from '../operation/log.ts';
import type { Schools } from '../schools/schools.ts';
import type { DeviceStorage } from '../views.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { AccountDoors, Enrol, NewSession } from './account-doors.ts';
import { openAttemptStore } from './attempt-store.ts';
import { createAttempts, inRedis } from './attempts.ts';
import { authOptions, createAuth } from './auth.ts';
import { createAuthHandler } from './auth-handler.ts';
import { authHooks } from './auth-hooks.ts';
import { authPool, hasRoles, migrateAuth } from './auth-tables.ts';
import { newCard, type UseCardDraft } from './card-code.ts';
import { countedAddress } from './counted-address.ts';
import { createDeviceStorage } from './device-storage.ts';
import { createEndings } from './endings.ts';
import { type InvitationView, viewInvitation } from './find-invitation.ts';
import { INVITE_JOB, type Invite, invite, runInviteJob } from './invite.ts';
import { leftSchool, schoolThatEnded } from './left-school.ts';
import { LETTER_JOB, NO_SCHOOL, promiseLetter, runLetterJob } from './letters.ts';
import { hashLinkToken, newLinkToken } from './link-token.ts';
import { createLinks } from './links.ts';
import { lookAtCode, lookAtReset } from './look-at-link.ts';
import { openSession } from './open-session.ts';
import { createPasswordSlips, type NewSlip } from './password-slip.ts';
import { createPasswordWork, type PasswordWork } from './password-work.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { type OpenSocket, recheck, type Standing } from './recheck.ts';
import { type Registered, register } from './register.ts';
import { createSessionCookie } from './session-cookie.ts';
import { createSignIn, type Renew } from './sign-in.ts';
import { signInByName } from './sign-in-by-name.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import type { SignedIn, SignedOut, SignInHeaders } from './signed-in.ts';
import { sweepAccounts } from './sweep.ts';
import { schoolsOf, switchSchool } from './switch-school.ts';
import { useCard } from './use-card.ts';
import { useSlip, useSlipByName } from './use-slip.ts';
import type {
  AcceptInvitationDraft,
  LookAtCodeDraft,
  RegisterDraft,
  SignInByNameDraft,
  UseSlipByNameDraft,
  UseSlipDraft,
} from './words.ts';

export interface AccountsOptions {
  readonly database: Database;
  /** Connects as somebody who may take the role that owns the tables. */
  readonly ownerUrl: string;
  /** Signs session tokens: whoever knows it and the session table is everybody. */
  readonly secret: string;
  readonly publicUrl: string;
  readonly mailer: Mailer;
  /** Where several nodes count attempts together. */
  readonly redisUrl?: string | undefined;
  /** Proxies in front of us whose X-Forwarded-For is believed. */
  readonly trustProxy: number;
  readonly schools: Pick<Schools, 'bySlug' | 'byId'>;
  readonly enrol: Enrol;
  /** A session ended, or every session of an account: their open sockets are to be closed. */
  onSignedOut(ending: SignedOut): void;
  readonly log: Log;
  /** Absent: as much at once as this machine should do. */
  readonly passwordWork?: PasswordWork;
}

/** Accounts, sessions and how people come by them. Drafts are parsed by the caller (`words.ts`). */
export interface Accounts {
  /** Serves /api/auth/*. */
  handler(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Who a request or a socket is from; null for nobody. Pass `renew` where a Set-Cookie line can still be sent. */
  signIn(headers: SignInHeaders, renew?: Renew): Promise<SignedIn | null>;
  /** The session's token that a request was signed with; null where there is none that was made here. Asks no database. */
  tokenOf(headers: SignInHeaders): string | null;
  /** Of these sockets, those whose session or person is no longer what it was; what was used prolongs its session. */
  recheck(sockets: readonly OpenSocket[]): Promise<ReadonlyMap<SignedIn, Standing>>;
  /** The client's address as far as the trusted proxies vouch for it: what `register` and `acceptInvitation` count by. */
  addressOf(req: Pick<IncomingMessage, 'headers' | 'socket'>): string;
  register(draft: RegisterDraft, address: string): Promise<Registered>;
  lookAtReset(token: string, address: string): Promise<void>;
  lookAtCode(draft: LookAtCodeDraft, address: string): Promise<void>;
  invitation(token: string, address: string): Promise<InvitationView>;
  acceptInvitation(draft: AcceptInvitationDraft, address: string): Promise<{ email: string }>;
  /** Whether letters reach mailboxes. Without a mail server they are written to a folder. */
  readonly mailDelivers: boolean;
  /** An invitation's link, for the command `person.handInvitation` and for nobody but who asked for it; and its hash. */
  newInvitation(): { readonly tokenHash: string; readonly link: string };
  /** Mails an invitation and answers its link. */
  invite(invite: Invite): Promise<string>;
  /** What runs the jobs that transactions promise, by kind. Each throws to be asked again. */
  readonly jobs: Readonly<Record<string, (schoolId: string, payload: unknown) => Promise<void>>>;
  /** A one-time password, for the command `person.resetPassword` and for nobody but who asked for it. */
  newSlip(): NewSlip;
  useSlip(draft: UseSlipDraft, address: string): Promise<NewSession>;
  useSlipByName(draft: UseSlipByNameDraft, address: string): Promise<NewSession>;
  /** A class card's code, for the command `classroom.makeCards` and for paper: its hash, and the address that signs in. */
  newCard(): { readonly hash: string; readonly link: string };
  useCard(draft: UseCardDraft, address: string): Promise<NewSession>;
  /** Signs in somebody without a mail address. */
  signInByName(draft: SignInByNameDraft, address: string): Promise<NewSession>;
  /** The school whose membership ended, and with it the session of this request; null when it was not that. */
  endedSchool(headers: SignInHeaders): Promise<{ slug: string; title: string } | null>;
  switchSchool(slug: string, who: SignedIn): Promise<void>;
  schoolsOf(who: SignedIn): Promise<readonly { slug: string; title: string }[]>;
  /** For this person's own browser only, in an answer that nothing caches. */
  deviceStorage(who: SignedIn): Promise<DeviceStorage>;
  signOutEverywhere(who: Pick<SignedIn, 'account'>): Promise<void>;
  /** Accounts made without a request: the demo's, tests'. */
  readonly passwords: Passwords;
  /** Takes away what has expired; to be run now and then. */
  sweep(): Promise<number>;
  /** Waits for mail under way. */
  settled(): Promise<void>;
  /** The same, then lets go of the database. */
  close(): Promise<void>;
}

/** Brings better-auth's tables up to date and opens the accounts. */
export async function createAccounts(options: AccountsOptions): Promise<Accounts> {
  const { database, ownerUrl, secret, publicUrl, schools, enrol, trustProxy, mailer, log } = options;
  const links = createLinks(publicUrl);
  const post = createPost(mailer, log);
  const endings = createEndings(options.onSignedOut);
  const roles = await hasRoles(database.system);
  const pool = authPool(database.url, roles ? SYSTEM_ROLE : undefined, 4);
  const passwordWork = options.passwordWork ?? createPasswordWork();
  const slips = createPasswordSlips(database.system, secret);
  const hooks = authHooks({ database, endings, slips });
  const settings = authOptions({ pool, secret, publicUrl, passwordWork, log, hooks });
  await migrateAuth(settings, ownerUrl, roles);
  const auth = createAuth(settings);
  const passwords = await createPasswords(auth, passwordWork, slips, database.system);
  const store = options.redisUrl ? await openAttemptStore(options.redisUrl, log) : undefined;
  const attempts = createAttempts(store && inRedis(store.redis));
  const cookie = await createSessionCookie(auth, secret);
  const signIn = createSignIn(database.system, cookie);
  const titled = (schoolId: string | null) => {
    const school = schools.byId(schoolId ?? '');
    return school ? { slug: school.slug, title: school.title } : null;
  };
  const doors: AccountDoors = {
    ...{ database, schools, passwords, attempts, post, links, slips, enrol },
    openSession: (account) => openSession(account, { auth, cookie, secret }),
    signOut: (account) => signOutEverywhere(account, database.system, endings),
  };
  return {
    handler: createAuthHandler({
      auth,
      attempts,
      endings,
      passwordWork,
      passwords,
      slips,
      publicUrl,
      trustProxy,
      signIn,
      promiseReset: (account) =>
        database.inSchool(NO_SCHOOL, (em) => promiseLetter(em, NO_SCHOOL, { letter: 'reset', account })),
      leftSchool: async (account) => titled(await leftSchool(database.system, account)),
      log,
    }),
    signIn,
    tokenOf: cookie.read,
    recheck: (sockets) => recheck(database.checks, sockets),
    passwords,
    addressOf: (req) => countedAddress(req, trustProxy),
    register: (draft, address) => register(draft, address, doors),
    lookAtReset: (token, address) => lookAtReset(token, address, doors),
    lookAtCode: (draft, address) => lookAtCode(draft, address, doors),
    invitation: (token, address) => viewInvitation(token, address, doors),
    acceptInvitation: (draft, address) => acceptInvitation(draft, address, doors),
    mailDelivers: mailer.delivers,
    newInvitation() {
      const token = newLinkToken();
      return { tokenHash: hashLinkToken(token), link: links.invitation(token) };
    },
    invite: (invitation) => invite(invitation, doors),
    jobs: {
      [INVITE_JOB]: (schoolId, payload) => runInviteJob(schoolId, payload, doors),
      [LETTER_JOB]: (schoolId, payload) => runLetterJob(schoolId, payload, doors),
    },
    newSlip: slips.make,
    useSlip: (draft, address) => useSlip(draft, address, doors),
    useSlipByName: (draft, address) => useSlipByName(draft, address, doors),
    newCard() {
      const { text, hash } = newCard();
      return { hash, link: links.card(text) };
    },
    useCard: (draft, address) => useCard(draft, address, doors),
    signInByName: (draft, address) => signInByName(draft, address, doors),
    async endedSchool(headers) {
      const token = cookie.read(headers);
      return token === null ? null : titled(await schoolThatEnded(database.system, token));
    },
    switchSchool: (slug, who) => switchSchool(slug, who, doors),
    schoolsOf: ({ account }) => schoolsOf(account, doors),
    deviceStorage: createDeviceStorage(secret, database),
    signOutEverywhere: ({ account }) => doors.signOut(account),
    sweep: () => sweepAccounts(database),
    settled: post.settled,
    async close() {
      await post.settled();
      await pool.end();
      store?.close();
    },
  };
}
