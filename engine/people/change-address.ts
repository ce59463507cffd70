import { z } from 'zod';
import { endSessionsIn } from '../accounts/end-sessions.ts';
import { personWithEmail } from '../accounts/roster.ts';
import { EmailAddress } from '../accounts/words.ts';
import { endCards } from '../classrooms/cards-end.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { conflict } from '../errors/domain-error.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findPresentInTurn, notYourself, otherAdmin } from './admins.ts';
import { promiseInvitation } from './invite-person.ts';
import type { Person } from './person.ts';

/**
 * Changes the address at which the school knows somebody, for admins. The account that signs in as them lets go of them, and
 * the new address is invited: whoever has that mailbox signs in as them from then on. So nobody is given an account that
 * may open another school too, nor learns whether an address has one. A pupil who had none has no user name any more.
 * @throws DomainError `people.address-taken` (in this school), `people.not-yourself`, `people.other-admin`, `people.ended`
 */
export const changeAddress = command('person.changeAddress', {
  draft: z.strictObject({ personId: z.uuid(), email: EmailAddress }),
  access: adminAccess,
  async run({ personId, email }, _access, work) {
    const person = await findPresentInTurn(work, personId);
    const before = person.email ?? '';
    if (email === before.toLowerCase()) return { personId };
    refuseForAdmins(work, person);
    if (await personWithEmail(work.em, person.schoolId, email))
      throw conflict('people.address-taken', 'Somebody else of this school has that address.');
    await letGo(work, person);
    person.email = email;
    person.userName = null;
    await work.em.flush();
    promiseInvitation(work, personId, person.name);
    await noteAct(work, personId, 'readdressed', { from: before, to: email });
    return { personId };
  },
});

/** By it an admin would become another one, and could lock themselves out by a slip of the hand. */
function refuseForAdmins({ asked }: UnitOfWork, { id, role, accountId }: Person): void {
  if (id === asked.person?.id) throw notYourself();
  if (asked.person && role === 'admin' && accountId != null) throw otherAdmin();
}

async function letGo(work: UnitOfWork, person: Person): Promise<void> {
  await run(work.em, sql`delete from invitation where person_id = ${person.id}`);
  await endCards(work, person.id);
  if (person.accountId == null) return;
  await endSessionsIn(work.engine.database.system, person.accountId, person.schoolId);
  person.accountId = null;
  work.news.push({ kind: 'person-changed', person: person.id });
}
