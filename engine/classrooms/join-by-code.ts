import { z } from 'zod';
import { ClassCodeText } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { ClassCode } from './class-code.ts';
import { Classroom } from './classroom.ts';
import { Enrolment } from './enrolment.ts';
import { refuseRemovedSince } from './removed-since.ts';

/**
 * Puts the asker on the roster of the class whose code they know; whoever is on it stays what they are. A wrong code, an
 * expired one and one of an archived class get the same answer. Whoever was taken off the roster needs a newer code.
 */
export const joinByCode = command('classroom.joinByCode', {
  draft: z.strictObject({ code: ClassCodeText }) as z.ZodType<{ code: string }>,
  access: () => Promise.resolve({}),
  async run({ code }, _access, work) {
    const { person } = work.asked;
    if (!person) throw missing();
    const found = await work.em.findOne(ClassCode, { code, expiresAt: { $gt: work.at } });
    const classroom = found && (await work.em.findOne(Classroom, { id: found.classroomId, archivedAt: null }));
    if (!found || !classroom) throw forbidden('classrooms.wrong-code', 'That code does not work. It may have expired.');
    const known = await work.em.findOne(Enrolment, { classroomId: classroom.id, personId: person.id, endedAt: null });
    if (known) return known;
    await refuseRemovedSince(work.em, found, person.id);
    const enrolment = { classroomId: found.classroomId, personId: person.id, role: found.role, byCode: true as const };
    return work.engine.runGranted(work, 'classroom.enrol', enrolment, {});
  },
});
