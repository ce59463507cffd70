import { z } from 'zod';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { forbidden } from '../errors/domain-error.ts';
import { GRANTS, type Grant } from '../roles/roles.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findPresentInTurn } from './admins.ts';
import { PersonGrant } from './person-grant.ts';
import { takeGrants } from './take-grants.ts';

/** Gives a person of the school's staff a grant, or takes it back. For admins. Twice is once. */
export const grantPerson = command('person.grant', {
  draft: z.strictObject({ personId: z.uuid(), grant: z.enum(GRANTS), held: z.boolean() }),
  access: adminAccess,
  async run({ personId, grant, held }, _access, work) {
    const person = await findPresentInTurn(work, personId);
    if (held && (person.role === 'student' || person.role === 'guardian'))
      throw forbidden('people.staff-only', 'Only staff can hold that.');
    if ((await isHeld(work, personId, grant)) === held) return { personId, grant, held };
    if (!held) await takeGrants(work, personId, grant);
    else await give(work, personId, grant);
    // What they follow by it is read again: nothing more reaches the sockets of whom it was taken from.
    work.news.push({ kind: 'person-changed', person: personId });
    return { personId, grant, held };
  },
});

const isHeld = async ({ em }: UnitOfWork, personId: string, name: Grant): Promise<boolean> =>
  (await em.count(PersonGrant, { personId, name })) > 0;

async function give(work: UnitOfWork, personId: string, grant: Grant): Promise<void> {
  const { person, school } = work.asked;
  await run(
    work.em,
    sql`insert into person_grant (person_id, name, school_id, granted_by, granted_at)
      values (${personId}, ${grant}, ${school.id}, ${person?.id ?? null}, ${work.at})`,
  );
  await noteAct(work, personId, 'grantGiven', { grant });
}
