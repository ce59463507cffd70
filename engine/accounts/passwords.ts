import type pg from 'pg';
import { v7 as newId } from 'uuid';
import { conflict } from '../errors/domain-error.ts';
import type { Auth } from './auth.ts';
import { newLinkToken } from './link-token.ts';
import type { PasswordSlips } from './password-slip.ts';
import type { PasswordWork } from './password-work.ts';

export interface Account {
  readonly id: string;
  readonly email: string;
  /** Whether whoever has the account has shown that the mailbox is theirs. */
  readonly proven: boolean;
}

/** Accounts by their address, made and checked without a request. */
export interface Passwords {
  find(email: string): Promise<Account | null>;
  /** @throws DomainError `session.account-exists` when somebody was faster */
  create(account: { email: string; name: string; password: string; proven: boolean }): Promise<Account>;
  /** False for whoever waits for a new one. Takes as long for a wrong password as for a right one. */
  check(account: Account, password: string): Promise<boolean>;
  markProven(account: Account): Promise<void>;
  set(account: Account, password: string): Promise<void>;
  /** Answers the token of a link that sets a new password, once, for an hour. */
  openReset(account: string): Promise<string>;
  /** Whether a link's token sets a new password. Asking does not use it up. */
  isReset(token: string): Promise<boolean>;
  closeReset(token: string): Promise<void>;
  /** Whether an account has one; one without an address may have none yet. */
  has(account: string): Promise<boolean>;
  /** Gives an account its first one. @throws DomainError `session.has-password` */
  choose(account: string, password: string): Promise<void>;
  /** Runs `work`, whose passwords wait as this source's (`password-work.ts`). @throws DomainError `busy` */
  as<T>(source: string, work: () => Promise<T>): Promise<T>;
}

export async function createPasswords(
  auth: Auth,
  work: PasswordWork,
  slips: Pick<PasswordSlips, 'isOpen'>,
  system: pg.Pool,
): Promise<Passwords> {
  const { internalAdapter } = await auth.$context;
  return {
    as: work.as,
    async find(email) {
      const found = await internalAdapter.findUserByEmail(email);
      return found ? { id: found.user.id, email, proven: found.user.emailVerified } : null;
    },
    async create({ email, name, password, proven }) {
      const id = newId();
      const user = { id, email, name, emailVerified: proven };
      const credential = { providerId: 'credential', accountId: id, password: await work.hash(password) };
      await internalAdapter.createOAuthUser(user, credential).catch(alreadyThere);
      return { id, email, proven };
    },
    async check(account, password) {
      const credential = await internalAdapter.findCredentialAccount(account.id);
      if (credential?.password && !(await slips.isOpen(account.id)))
        return work.verify({ hash: credential.password, password });
      await work.hash(password);
      return false;
    },
    async set(account, password) {
      await internalAdapter.updatePassword(account.id, await work.hash(password));
    },
    async openReset(account) {
      const token = newLinkToken();
      const expiresAt = new Date(Date.now() + RESET_MS);
      await internalAdapter.createVerificationValue({ identifier: resetOf(token), value: account, expiresAt });
      return token;
    },
    async isReset(token) {
      const found = await internalAdapter.findVerificationValue(resetOf(token));
      return found !== null && new Date(found.expiresAt).getTime() > Date.now();
    },
    async closeReset(token) {
      await internalAdapter.deleteVerificationByIdentifier(resetOf(token));
    },
    async has(account) {
      return Boolean((await internalAdapter.findCredentialAccount(account))?.password);
    },
    async choose(account, password) {
      const hash = await work.hash(password);
      const { rowCount } = await system.query(
        `update auth.account set password = $2, "updatedAt" = now()
         where "userId" = $1 and "providerId" = 'credential' and password is null`,
        [account, hash],
      );
      if (rowCount !== 1) throw conflict('session.has-password', 'You have a password already. Change it instead.');
    },
    async markProven(account) {
      if (!account.proven) await internalAdapter.updateUser(account.id, { emailVerified: true });
    },
  };
}

const RESET_MS = 3_600_000;
/** As better-auth, which takes the token, knows it. */
const resetOf = (token: string): string => `reset-password:${token}`;

function alreadyThere(error: unknown): never {
  if ((error as { code?: unknown }).code !== '23505') throw error;
  throw conflict('session.account-exists', 'There is an account with this address already.');
}
