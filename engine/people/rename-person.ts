import { z } from 'zod';
import { PersonName } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { isStaff } from '../roles/roles.ts';
import { giveName } from './give-name.ts';
import { refuseNameOfStaff } from './name-of-staff.ts';
import { Person } from './person.ts';
import { personView } from './person-view.ts';

/** Changes what the asker is called in this school, on every screen that shows them. */
export const renamePerson = command('person.rename', {
  draft: z.strictObject({ name: PersonName }),
  access: () => Promise.resolve({}),
  async run({ name }, _access, work) {
    const person = await work.em.findOne(Person, { id: work.asked.person?.id ?? '' });
    if (!person) throw missing();
    if (name !== person.name && !isStaff(person.role)) await refuseNameOfStaff(work.em, person.schoolId, name);
    await giveName(work, person, name);
    return personView(person);
  },
});
