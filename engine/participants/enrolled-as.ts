import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import type { ClassRole } from '../roles/roles.ts';

/**
 * What somebody is in a class. The line of the roster is held until the commit: they are not taken off it while they enter
 * a room, nor put into one twice.
 * @throws DomainError `missing` when they are not on the roster
 */
export async function enrolledAs({ em }: UnitOfWork, classroomId: string, personId: string): Promise<ClassRole> {
  const rows = await run(
    em,
    sql<{
      role: ClassRole;
    }>`select role from enrolment where classroom_id = ${classroomId} and person_id = ${personId}
      and ended_at is null for no key update`,
  );
  if (!rows[0]) throw missing();
  return rows[0].role;
}
