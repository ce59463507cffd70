import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type pg from 'pg';
import { typedCode } from './typed-code.ts';

/** Letters and digits that are not mistaken for one another on paper. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 3;
const GROUP = 4;
/** A slip is handed over, not posted. */
export const SLIP_HOURS = 24;

/** A one-time password that was just made: `text` is for one pair of eyes, `digest` is what is stored of it. */
export interface NewSlip {
  readonly text: string;
  readonly digest: string;
}

/**
 * One-time passwords on paper. While an account has one, used or expired too, its own password opens nothing and no session
 * of it lives: whatever was known or left open before is worth nothing. A new password ends that.
 */
export interface PasswordSlips {
  /** 59 bits; guesses are counted as sign-ins are. */
  make(): NewSlip;
  /** Whether an account waits for a new password. */
  isOpen(account: string): Promise<boolean>;
  /** Whether this is what stands on the account's slip, and may still be used. */
  fits(account: string, typed: string): Promise<boolean>;
  /** The same, and it cannot be used again: of two who use it at once one does. */
  use(account: string, typed: string): Promise<boolean>;
  /** The account has a new password. */
  close(account: string): Promise<void>;
}

/** @param secret without it nobody who reads the table finds out what stands on a slip */
export function createPasswordSlips(system: pg.Pool, secret: string): PasswordSlips {
  const key = createHmac('sha256', secret).update('homeroom password slip').digest();
  const digestOf = (typed: string): string => createHmac('sha256', key).update(typedCode(typed)).digest('base64url');
  return {
    make() {
      const text = Array.from({ length: GROUPS }, group).join('-');
      return { text, digest: digestOf(text) };
    },
    async isOpen(account) {
      return (await system.query({ ...OPEN, values: [account] })).rows.length > 0;
    },
    async fits(account, typed) {
      const { rows } = await system.query<{ digest: string }>({ ...USABLE, values: [account] });
      return rows[0] !== undefined && isSame(rows[0].digest, digestOf(typed));
    },
    async use(account, typed) {
      const { rowCount } = await system.query(
        `update password_slip set used_at = now()
         where account_id = $1 and digest = $2 and used_at is null and expires_at > now()`,
        [account, digestOf(typed)],
      );
      return rowCount === 1;
    },
    async close(account) {
      await system.query('delete from password_slip where account_id = $1', [account]);
    },
  };
}

const OPEN = { name: 'slip-open', text: 'select 1 from password_slip where account_id = $1' };
const USABLE = {
  name: 'slip-usable',
  text: 'select digest from password_slip where account_id = $1 and used_at is null and expires_at > now()',
};

const group = (): string => Array.from({ length: GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
/** Whether two people would read the same from a slip. */
export const isSameSlip = (a: string, b: string): boolean => typedCode(a) === typedCode(b);

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
