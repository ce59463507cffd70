import type { EntityManager } from '@mikro-orm/postgresql';
import { string } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { invalid } from '../errors/domain-error.ts';
import { passesFor } from './name-skeleton.ts';

/**
 * Refuses a name that somebody chose for themselves and that passes for one of the school's staff. What staff write on a
 * roster is not asked about: that is how they allow it.
 * @throws DomainError `people.name-of-staff`, with the field `name`
 */
export async function refuseNameOfStaff(em: EntityManager, schoolId: string, name: string): Promise<void> {
  const staff = await run(
    em,
    sql({ name: string })`select name from person where school_id = ${schoolId} and left_at is null
      and role in ('admin', 'teacher', 'assistant')`,
  );
  if (!staff.some((one) => passesFor(name, one.name))) return;
  throw invalid(
    'name',
    'A member of staff has this name. Please use another, or ask them to put you on the class list under it.',
    'people.name-of-staff',
  );
}
