import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { conflict } from '../errors/domain-error.ts';
import { Classroom } from './classroom.ts';
import { Enrolment } from './enrolment.ts';
import { lockClassroom } from './lock-classroom.ts';

/**
 * Refuses to take its last teacher from a class, by whatever way. The class is locked first: of two teachers who take each
 * other away, one stays.
 * @throws DomainError `classrooms.last-teacher`
 */
export async function refuseLastTeacher(work: UnitOfWork, { classroomId, role, endedAt }: Enrolment): Promise<void> {
  if (role !== 'teacher' || endedAt != null) return;
  await lockClassroom(work, classroomId);
  const teachers = await work.em.count(Enrolment, { classroomId, role: 'teacher', endedAt: null });
  if (teachers > 1) return;
  const { title } = await work.em.findOneOrFail(Classroom, { id: classroomId });
  throw conflict('classrooms.last-teacher', `${title} needs a teacher: add another first.`, { title });
}
