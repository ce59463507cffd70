import { z } from 'zod';
import { ClassCodeText } from '../accounts/words.ts';
import { command } from '../commands/command.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { ClassCode } from './class-code.ts';
import { enrolPerson } from './enrol-person.ts';

/** Puts the asker on the roster of the class whose code they know. A wrong and an expired code get the same answer. */
export const joinByCode = command('classroom.joinByCode', {
  draft: z.strictObject({ code: ClassCodeText }) as z.ZodType<{ code: string }>,
  access: () => Promise.resolve({}),
  async run({ code }, _access, work) {
    const { person } = work.asked;
    if (!person) throw missing();
    const found = await work.em.findOne(ClassCode, { code, expiresAt: { $gt: new Date() } });
    if (!found) throw forbidden('classrooms.wrong-code', 'That code does not work. It may have expired.');
    return enrolPerson.run({ classroomId: found.classroomId, personId: person.id, role: found.role }, {}, work);
  },
});
