import { z } from 'zod';
import { endCards } from '../classrooms/cards-end.ts';
import { Enrolment } from '../classrooms/enrolment.ts';
import { MAY_BE } from '../classrooms/may-be.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { conflict } from '../errors/domain-error.ts';
import { isStaff, SCHOOL_ROLES } from '../roles/roles.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findPresentInTurn, refuseLastAdmin } from './admins.ts';
import type { Person } from './person.ts';
import { personView } from './person-view.ts';
import { takeGrants } from './take-grants.ts';
import { tellRooms } from './tell-rooms.ts';

/**
 * Changes what somebody is in the school, for admins. Classes in which they are what they can no longer be are left, with
 * their rooms; who is no longer of the staff loses their grants.
 * @throws DomainError `people.last-admin`, `people.ended`, `people.needs-address` (only pupils are without one), `classrooms.last-teacher`, `missing`
 */
export const changeSchoolRole = command('person.changeRole', {
  draft: z.strictObject({ personId: z.uuid(), role: z.enum(SCHOOL_ROLES) }),
  access: adminAccess,
  async run({ personId, role }, _access, work) {
    const person = await findPresentInTurn(work, personId);
    const before = person.role;
    if (role === before) return personView(person);
    if (person.email == null) throw needsAddress();
    await refuseLastAdmin(work, person);
    person.role = role;
    await work.em.flush();
    await leaveUnfitClasses(work, person);
    await endCards(work, personId);
    if (!isStaff(role)) await takeGrants(work, personId);
    await tellRooms(work, person);
    work.news.push({ kind: 'person-changed', person: personId });
    await noteAct(work, personId, 'roleChanged', { from: before, to: role });
    return personView(person);
  },
});

const needsAddress = () =>
  conflict('people.needs-address', 'Only pupils can be without an email address. Give this person one first.');

async function leaveUnfitClasses(work: UnitOfWork, { id: personId, role }: Person): Promise<void> {
  const enrolments = await work.em.find(
    Enrolment,
    { personId, endedAt: null, role: { $nin: [...MAY_BE[role]] } },
    { orderBy: { classroomId: 'asc' } },
  );
  for (const { classroomId } of enrolments)
    await work.engine.runGranted(work, 'classroom.unenrol', { classroomId, personId }, {});
}
