import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { mayFind } from './read-people.ts';

/** Keeps somebody in one's own list. They are not told. Twice is once. */
export const addContact = command('contact.add', {
  draft: z.strictObject({ personId: z.uuid() }),
  async access({ personId }, work) {
    if (!work.asked.person || !(await mayFind(work, personId))) throw missing();
    return {};
  },
  async run({ personId }, _access, work) {
    const owner = work.asked.person?.id ?? '';
    await run(
      work.em,
      sql`insert into contact (owner_id, person_id, school_id, added_at)
        values (${owner}, ${personId}, ${work.asked.school.id}, now()) on conflict do nothing`,
    );
    tell(work, { person: owner }, 'contacts.changed', {});
    return { personId };
  },
});
