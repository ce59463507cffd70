import type { Database } from '../database/database.ts';
import { Refused } from '../errors/outage.ts';
import type { Mail, Mailer } from './mail.ts';

/** A mail to somebody of a school. */
export type PersonalMail = Omit<Mail, 'to'>;

/**
 * Mails somebody, at the address of their account, if that is proven to be theirs. Answers whether they were mailed: not
 * where there is no such address, nor where the mail server refuses it for good.
 * @throws when the mail could not be handed over now
 */
export type MailPerson = (schoolId: string, personId: string, mail: PersonalMail) => Promise<boolean>;

export const createMailPerson =
  ({ system }: Pick<Database, 'system'>, mailer: Mailer): MailPerson =>
  async (schoolId, personId, mail) => {
    const { rows } = await system.query<{ email: string }>({
      name: 'mail-person',
      text: `select u.email from person h join auth."user" u on u.id = h.account_id
             where h.id = $1 and h.school_id = $2 and h.left_at is null and u."emailVerified"`,
      values: [personId, schoolId],
    });
    if (!rows[0]) return false;
    return mailer.send({ ...mail, to: rows[0].email }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refused) return false;
        throw error;
      },
    );
  };
