import { z } from 'zod';
import { PersonName } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { noteAct } from './acts.ts';
import { giveName } from './give-name.ts';
import { Person } from './person.ts';
import { personView } from './person-view.ts';

/**
 * Corrects what somebody is called in the school, on every screen that shows them. For admins, and for teachers of a class
 * about its students. A name that staff write may be that of one of the staff.
 * @throws DomainError `people.not-yours`, `missing`
 */
export const correctName = command('person.correctName', {
  draft: z.strictObject({ personId: z.uuid(), name: PersonName }),
  async access({ personId }, work) {
    if (!(await mayCorrect(work, personId)))
      throw forbidden('people.not-yours', 'Only an admin, or a teacher of this student, may correct the name.');
    return {};
  },
  async run({ personId, name }, _access, work) {
    const person = await work.em.findOne(Person, { id: personId });
    if (!person) throw missing();
    const before = person.name;
    if (name === before) return personView(person);
    await giveName(work, person, name);
    await noteAct(work, personId, 'renamed', { from: before, to: name });
    return personView(person);
  },
});

async function mayCorrect({ em, asked: { person } }: UnitOfWork, personId: string): Promise<boolean> {
  if (!person || person.role === 'admin') return true;
  const taught = await run(
    em,
    sql`select 1 from enrolment mine join enrolment theirs on theirs.classroom_id = mine.classroom_id
     join person h on h.id = theirs.person_id
     where mine.person_id = ${person.id} and mine.role = 'teacher' and mine.ended_at is null
       and theirs.person_id = ${personId} and theirs.ended_at is null and h.role = 'student' limit 1`,
  );
  return taught.length > 0;
}
