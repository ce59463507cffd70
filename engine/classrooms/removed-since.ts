import type { EntityManager } from '@mikro-orm/postgresql';
import { run, sql } from '../database/sql.ts';
import { forbidden } from '../errors/domain-error.ts';

/**
 * Refuses somebody whom staff took off a class's roster after its code was made: a removal stands until staff enrol them
 * again, or give them a newer code. Who left by themselves comes back by the same one.
 * @throws DomainError `classrooms.removed`
 */
export async function refuseRemovedSince(
  em: EntityManager,
  code: { readonly classroomId: string; readonly createdAt: Date },
  personId: string,
): Promise<void> {
  const removed = await run(
    em,
    sql<unknown>`select 1 from enrolment
     where classroom_id = ${code.classroomId} and person_id = ${personId} and ended_at >= ${code.createdAt}
       and ended_by is distinct from person_id`,
  );
  if (removed.length > 0)
    throw forbidden('classrooms.removed', 'You were taken off this class. Ask its teacher for a new code.');
}
