import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { tell } from '../commands/unit-of-work.ts';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { Classroom } from './classroom.ts';

/** Writes some fields of a class and tells everybody on its roster that their list of classes changed. */
export async function changeClassroom(
  work: UnitOfWork,
  classroomId: string,
  change: Partial<Pick<Classroom, 'title' | 'archivedAt'>>,
): Promise<Classroom> {
  await work.em.nativeUpdate(Classroom, { id: classroomId }, change);
  await tellRoster(work, classroomId);
  return work.em.findOneOrFail(Classroom, { id: classroomId }, { refresh: true });
}

async function tellRoster(work: UnitOfWork, classroomId: string): Promise<void> {
  const roster = await run(
    work.em,
    sql({ person_id: uuid })`select person_id from enrolment where classroom_id = ${classroomId} and ended_at is null`,
  );
  for (const { person_id } of roster) tell(work, { person: person_id }, 'classrooms.changed', {});
}
