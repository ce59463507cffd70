import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { ClassCodeText } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { ClassCode } from './class-code.ts';
import { findClassroomToRun } from './find-classroom.ts';

/** Letters and digits that are not mistaken for one another on a blackboard. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
const LONGEST_HOURS = 24 * 90;

export interface CodeView {
  readonly code: string;
  readonly role: 'student' | 'guardian' | 'assistant';
  readonly expiresAt: string;
}

/** Makes a code that puts whoever knows it on the roster, until it expires: about 39 bits, and wrong ones are counted. */
export const makeCode = command('classroom.makeCode', {
  draft: z.strictObject({
    classroomId: z.uuid(),
    role: z.enum(['student', 'guardian', 'assistant']),
    hours: z.int().min(1).max(LONGEST_HOURS),
  }),
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, role, hours }, { classroom }, work) {
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000);
    const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    const createdBy = work.asked.person?.id ?? classroom?.createdBy ?? '';
    work.em.create(ClassCode, {
      code,
      classroomId,
      schoolId: work.asked.school.id,
      role,
      createdBy,
      createdAt,
      expiresAt,
    });
    await work.em.flush();
    return { code, role, expiresAt: expiresAt.toISOString() };
  },
});

/** Ends a code at once. */
export const revokeCode = command('classroom.revokeCode', {
  draft: z.strictObject({ classroomId: z.uuid(), code: ClassCodeText }) as z.ZodType<{
    classroomId: string;
    code: string;
  }>,
  access: ({ classroomId }, work) => findClassroomToRun(work, classroomId),
  async run({ classroomId, code }, _access, work) {
    const revoked = await work.em.nativeDelete(ClassCode, { classroomId, code });
    if (revoked === 0) throw missing();
    return { code };
  },
});

/** Ends the codes that a person made, and those of the classes they teach: a person who leaves the school knows them. */
export async function endCodes({ em }: UnitOfWork, personId: string): Promise<void> {
  await run(
    em,
    sql`delete from class_code where created_by = ${personId} or classroom_id in (
       select classroom_id from enrolment where person_id = ${personId} and role = 'teacher' and ended_at is null)`,
  );
}

/** A class's codes that still work, for those who run it. */
export async function readCodes(work: UnitOfWork, classroomId: string): Promise<CodeView[]> {
  await findClassroomToRun(work, classroomId);
  const codes = await work.em.find(
    ClassCode,
    { classroomId, expiresAt: { $gt: new Date() } },
    { orderBy: { createdAt: 'desc' } },
  );
  return codes.map(({ code, role, expiresAt }) => ({
    code,
    role: role as CodeView['role'],
    expiresAt: expiresAt.toISOString(),
  }));
}
