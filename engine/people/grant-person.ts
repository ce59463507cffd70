import { z } from 'zod';
import { command } from '../commands/command.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { GRANTS } from '../roles/roles.ts';
import { Person } from './person.ts';
import { PersonGrant } from './person-grant.ts';

export const adminsOnly = () => forbidden('people.admins-only', 'Only an admin may do that.');

/** Gives a person of the school's staff a grant, or takes it back. For admins. Twice is once. */
export const grantPerson = command('person.grant', {
  draft: z.strictObject({ personId: z.uuid(), grant: z.enum(GRANTS), held: z.boolean() }),
  async access(_draft, { asked }) {
    if (asked.person && asked.person.role !== 'admin') throw adminsOnly();
    return {};
  },
  async run({ personId, grant, held }, _access, work) {
    const person = await work.em.findOne(Person, { id: personId, leftAt: null });
    if (!person) throw missing();
    if (held && (person.role === 'student' || person.role === 'guardian'))
      throw forbidden('people.staff-only', 'Only staff can hold that.');
    if (!held) await work.em.nativeDelete(PersonGrant, { personId, name: grant });
    else
      await work.em.execute(
        `insert into person_grant (person_id, name, school_id, granted_by, granted_at) values (?, ?, ?, ?, ?)
         on conflict do nothing`,
        [personId, grant, work.asked.school.id, work.asked.person?.id ?? null, work.at],
      );
    // What they follow by it is read again: nothing more reaches the sockets of whom it was taken from.
    work.news.push({ kind: 'person-changed', person: personId });
    return { personId, grant, held };
  },
});
