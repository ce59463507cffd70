import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { string } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import type { Grant } from '../roles/roles.ts';
import { noteAct } from './acts.ts';

/** Takes a grant from somebody, or without its name every one. */
export async function takeGrants(work: UnitOfWork, personId: string, grant?: Grant): Promise<void> {
  const taken = await run(
    work.em,
    sql({
      name: string,
    })`delete from person_grant where person_id = ${personId} and name = coalesce(${grant ?? null}, name)
      returning name`,
  );
  for (const { name } of taken) await noteAct(work, personId, 'grantTaken', { grant: name });
}
