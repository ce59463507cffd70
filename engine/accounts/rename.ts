import type { Database } from '../database/database.ts';
import { personView } from '../people/person-view.ts';
import type { PersonView } from '../views.ts';
import type { SignedIn } from './signed-in.ts';

/** Changes what a person is called in their school. The caller tells the rooms (`person.changed`). */
export async function rename(name: string, { person }: SignedIn, database: Database): Promise<PersonView> {
  await database.inSchool(person.schoolId, (em) =>
    em.execute('update person set name = ? where id = ?', [name, person.id]),
  );
  return personView({ ...person, name });
}
