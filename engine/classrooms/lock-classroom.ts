import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';

/** Holds a class until the commit: who teaches it stays so. Lock a class before its rooms, never after them. */
export async function lockClassroom(work: UnitOfWork, classroomId: string): Promise<void> {
  await run(work.em, sql`select 1 from classroom where id = ${classroomId} for no key update`);
}
