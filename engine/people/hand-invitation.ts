import { z } from 'zod';
import { INVITATION_DAYS } from '../accounts/invite.ts';
import { command } from '../commands/command.ts';
import { run, sql } from '../database/sql.ts';
import { conflict } from '../errors/domain-error.ts';
import { noteAct } from './acts.ts';
import { adminAccess, adminsOnly, findPresentInTurn } from './admins.ts';

/**
 * Opens an invitation that an admin hands on, where no mail reaches the person: what is handed in is the hash of its link,
 * which only `Accounts.newInvitation` makes. Good once, for 14 days. Links that were mailed before stay good too.
 * @throws DomainError `people.known` (has an account already), `people.no-address`, `people.ended`
 */
export const handInvitation = command('person.handInvitation', {
  draft: z.strictObject({ personId: z.uuid(), tokenHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  access(draft, work) {
    if (work.asked.plugin) throw adminsOnly();
    return adminAccess(draft, work);
  },
  async run({ personId, tokenHash }, _access, work) {
    const person = await findPresentInTurn(work, personId);
    if (person.accountId != null) throw conflict('people.known', 'This person is at the school already.', { personId });
    if (person.email == null) throw conflict('people.no-address', 'An invitation needs an email address.');
    const expiresAt = new Date(work.at.getTime() + INVITATION_DAYS * 86_400_000);
    await run(
      work.em,
      sql`insert into invitation (token_hash, school_id, person_id, created_at, expires_at, handed)
       values (${tokenHash}, ${person.schoolId}, ${personId}, ${work.at}, ${expiresAt}, true)`,
    );
    await noteAct(work, personId, 'invitationHanded');
    return { personId, email: person.email, expiresAt: expiresAt.toISOString() };
  },
});
