import { z } from 'zod';
import { command } from '../commands/command.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { Enrolment } from './enrolment.ts';
import { findMyClassroom } from './find-classroom.ts';

/**
 * Leaves a class one came into by its code, and all its rooms; the code lets one in again. Whom the school put on the roster
 * stays on it: its lists say who is in which class.
 */
export const leaveClassroom = command('classroom.leave', {
  draft: z.strictObject({ classroomId: z.uuid() }),
  access: ({ classroomId }, work) => findMyClassroom(work.em, work.asked, classroomId),
  async run({ classroomId }, access, work) {
    const personId = work.asked.person?.id ?? '';
    const enrolment = personId && (await work.em.findOne(Enrolment, { classroomId, personId, endedAt: null }));
    if (!enrolment) throw missing();
    if (!enrolment.byCode)
      throw forbidden('classrooms.enrolled', 'Your school put you in this class. Ask a teacher of it to take you out.');
    return work.engine.runGranted(work, 'classroom.unenrol', { classroomId, personId }, access);
  },
});
