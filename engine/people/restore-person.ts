import { z } from 'zod';
import { endSessionsIn } from '../accounts/end-sessions.ts';
import { command } from '../commands/command.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findInTurn } from './admins.ts';
import { returnToSchool } from './return-to-school.ts';

/**
 * Takes back that a membership was ended, for admins: the person is in the classes and rooms again that they were in then.
 * They sign in anew: a session from before, on whatever computer it was left, opens nothing. Twice is once.
 * @throws DomainError `missing`
 */
export const restorePerson = command('person.restore', {
  draft: z.strictObject({ personId: z.uuid() }),
  access: adminAccess,
  async run({ personId }, _access, work) {
    const person = await findInTurn(work, personId);
    const { leftAt, accountId, schoolId } = person;
    if (leftAt == null) return { personId };
    if (accountId != null) await endSessionsIn(work.engine.database.system, accountId, schoolId);
    person.leftAt = null;
    await work.em.flush();
    await returnToSchool(work, personId, leftAt);
    await noteAct(work, personId, 'restored');
    return { personId };
  },
});
