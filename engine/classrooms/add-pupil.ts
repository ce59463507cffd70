import { v7 as newId } from 'uuid';
import { makeBareAccount } from '../accounts/bare-account.ts';
import { addPersonByName } from '../accounts/roster.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { conflict } from '../errors/domain-error.ts';

/**
 * Puts a pupil without an address on the school's roster and a class's, with an account that a class card or a password
 * opens. Refused by a plugin, nothing of it stays.
 * @throws DomainError `people.user-name-taken`
 */
export async function addPupil(
  work: UnitOfWork,
  classroomId: string,
  { userName, name }: { readonly userName: string; readonly name: string },
): Promise<void> {
  const account = { id: newId(), name };
  await run(work.em, sql`savepoint pupil`);
  try {
    const newcomer = { schoolId: work.asked.school.id, account: account.id, userName, name };
    const personId = await addPersonByName(work.em, newcomer);
    if (!personId) throw taken(userName);
    await work.engine.runGranted(work, 'classroom.enrol', { classroomId, personId, role: 'student' }, {});
    await makeBareAccount(work.engine.database.system, account);
  } catch (error) {
    await run(work.em, sql`rollback to savepoint pupil`);
    throw error;
  }
}

const taken = (userName: string) =>
  conflict('people.user-name-taken', `The user name ${userName} was given to somebody else meanwhile.`);
