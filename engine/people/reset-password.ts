import { z } from 'zod';
import { endSessionsIn } from '../accounts/end-sessions.ts';
import { SLIP_HOURS } from '../accounts/password-slip.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { conflict, forbidden } from '../errors/domain-error.ts';
import { isElsewhere } from './account-elsewhere.ts';
import { noteAct } from './acts.ts';
import { adminAccess, adminsOnly, findPresentInTurn, notYourself, otherAdmin } from './admins.ts';
import type { Person } from './person.ts';

/**
 * Gives somebody a one-time password in place of their own, for admins: what is handed in is its digest, which only
 * `Accounts.newSlip` makes. All their sessions end. Not for other admins, nor for anybody whose account opens another school
 * that the asker is no admin of: by it the asker could become them there. Whoever runs the server may.
 * @throws DomainError `people.not-yourself`, `people.other-admin`, `people.elsewhere`, `people.no-account`, `people.ended`
 */
export const resetPassword = command('person.resetPassword', {
  draft: z.strictObject({ personId: z.uuid(), digest: z.string().regex(/^[\w-]{43}$/) }),
  access(draft, work) {
    if (work.asked.plugin) throw adminsOnly();
    return adminAccess(draft, work);
  },
  async run({ personId, digest }, _access, work) {
    const person = await findPresentInTurn(work, personId);
    const account = await accountToReset(work, person);
    const expiresAt = new Date(work.at.getTime() + SLIP_HOURS * 3_600_000);
    await run(
      work.em,
      sql`insert into password_slip (account_id, school_id, person_id, digest, made_at, expires_at)
       values (${account}, ${person.schoolId}, ${personId}, ${digest}, ${work.at}, ${expiresAt})
       on conflict (account_id) do update set digest = excluded.digest, made_at = excluded.made_at,
         expires_at = excluded.expires_at, used_at = null, person_id = excluded.person_id, school_id = excluded.school_id`,
    );
    await endSessionsIn(work.engine.database.system, account, person.schoolId);
    work.news.push({ kind: 'signed-out', account });
    await noteAct(work, personId, 'passwordReset');
    const { email = null, userName = null } = person;
    return { personId, email, userName, expiresAt: expiresAt.toISOString() };
  },
});

/** The account to give a one-time password to. @throws DomainError why the asker may not */
export async function accountToReset(work: UnitOfWork, { id, role, accountId }: Person): Promise<string> {
  const { person: asker } = work.asked;
  if (id === asker?.id) throw notYourself();
  if (asker && role === 'admin') throw otherAdmin();
  if (accountId == null)
    throw conflict('people.no-account', 'This person has no account yet: send the invitation again.');
  if (asker && (await isElsewhere(work, accountId, asker.id)))
    throw forbidden(
      'people.elsewhere',
      'This account is, or was, used at another school too. The person sets a new password by email, from the sign-in page.',
    );
  return accountId;
}
