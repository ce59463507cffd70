import { z } from 'zod';
import { command } from '../commands/command.ts';
import { tell } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';

/** Takes somebody off one's own list, if they stood on it. */
export const removeContact = command('contact.remove', {
  draft: z.strictObject({ personId: z.uuid() }),
  access: () => Promise.resolve({}),
  async run({ personId }, _access, work) {
    const owner = work.asked.person?.id ?? '';
    await run(work.em, sql`delete from contact where owner_id = ${owner} and person_id = ${personId}`);
    tell(work, { person: owner }, 'contacts.changed', {});
    return { personId };
  },
});
