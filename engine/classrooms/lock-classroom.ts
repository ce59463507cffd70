import type { UnitOfWork } from '../commands/unit-of-work.ts';

/** Holds a class until the commit: who teaches it stays so. Lock a class before its rooms, never after them. */
export async function lockClassroom(work: UnitOfWork, classroomId: string): Promise<void> {
  await work.em.execute('select 1 from classroom where id = ? for no key update', [classroomId]);
}
