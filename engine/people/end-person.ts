import { z } from 'zod';
import { endCards } from '../classrooms/cards-end.ts';
import { endCodes } from '../classrooms/class-codes.ts';
import { command } from '../commands/command.ts';
import { run, sql } from '../database/sql.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findInTurn, notYourself, refuseLastAdmin } from './admins.ts';
import { leaveSchool } from './leave-school.ts';

/**
 * Ends somebody's membership of the school, for admins: nothing of theirs opens it from the commit on, and nobody finds them
 * there. Codes of the classes they taught end with it. What they wrote stays under their name; another school of their account is not touched. Twice is once.
 * @throws DomainError `people.not-yourself`, `people.last-admin`, `missing`
 */
export const endPerson = command('person.end', {
  draft: z.strictObject({ personId: z.uuid() }),
  access: adminAccess,
  async run({ personId }, _access, work) {
    const person = await findInTurn(work, personId);
    if (person.leftAt != null) return { personId };
    if (personId === work.asked.person?.id) throw notYourself();
    await refuseLastAdmin(work, person);
    person.leftAt = work.at;
    await work.em.flush();
    await endCodes(work, personId);
    await leaveSchool(work, personId);
    await run(work.em, sql`delete from invitation where person_id = ${personId}`);
    await endCards(work, personId);
    // Their sockets come back, and are let in nowhere. Sessions are not removed yet: by them their browsers learn why.
    work.news.push({ kind: 'person-changed', person: personId });
    await noteAct(work, personId, 'ended');
    return { personId };
  },
});
