import { z } from 'zod';
import { ClassCodeText } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import type { ClassRole, SchoolRole } from '../roles/roles.ts';
import { ClassCode } from './class-code.ts';
import { Classroom } from './classroom.ts';
import { Enrolment } from './enrolment.ts';
import { MAY_BE } from './may-be.ts';
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
    const { found, classroom } = await findByCode(work, code);
    const known = await work.em.findOne(Enrolment, { classroomId: classroom.id, personId: person.id, endedAt: null });
    if (known) return known;
    await refuseRemovedSince(work.em, found, person.id);
    refuseUnfit(found, person.role);
    const enrolment = { classroomId: found.classroomId, personId: person.id, role: found.role, byCode: true as const };
    return work.engine.runGranted(work, 'classroom.enrol', enrolment, {});
  },
});

export const CodeDraft = z.strictObject({ code: ClassCodeText });

/** The class that a code opens to the asker, and whether they are on its roster already. @throws DomainError as joining does */
export async function readCodeClass(
  work: UnitOfWork,
  code: string,
): Promise<{ id: string; title: string; enrolled: boolean }> {
  const { person } = work.asked;
  if (!person) throw missing();
  const { found, classroom } = await findByCode(work, code);
  const place = await work.em.findOne(Enrolment, { classroomId: classroom.id, personId: person.id, endedAt: null });
  if (!place) {
    await refuseRemovedSince(work.em, found, person.id);
    refuseUnfit(found, person.role);
  }
  return { id: classroom.id, title: classroom.title, enrolled: place !== null };
}

const THOSE: Readonly<Record<ClassRole, string>> = {
  student: 'students',
  guardian: 'guardians',
  assistant: 'assistants',
  teacher: 'teachers',
};

/** Somebody at the school may try the code they show to others. */
function refuseUnfit({ role }: ClassCode, schoolRole: SchoolRole): void {
  if (MAY_BE[schoolRole].includes(role)) return;
  const article = /^a/.test(schoolRole) ? 'an' : 'a';
  const why = `This code is for ${THOSE[role]}. At this school you are ${article} ${schoolRole}.`;
  throw forbidden('classrooms.wrong-role', why, { role, schoolRole });
}

async function findByCode({ em, at }: UnitOfWork, code: string) {
  const found = await em.findOne(ClassCode, { code, expiresAt: { $gt: at } });
  const classroom = found && (await em.findOne(Classroom, { id: found.classroomId, archivedAt: null }));
  if (!found || !classroom) throw forbidden('classrooms.wrong-code', 'That code does not work. It may have expired.');
  return { found, classroom };
}
