import { z } from 'zod';
import { endCards } from '../classrooms/cards-end.ts';
import { Enrolment } from '../classrooms/enrolment.ts';
import { MAY_BE } from '../classrooms/may-be.ts';
import { command } from '../commands/command.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { conflict } from '../errors/domain-error.ts';
import { exitRoom } from '../participants/exit-room.ts';
import { Participant } from '../participants/participant.ts';
import { isStaff, SCHOOL_ROLES } from '../roles/roles.ts';
import { Room } from '../rooms/room.ts';
import { noteAct } from './acts.ts';
import { adminAccess, findPresentInTurn, refuseLastAdmin } from './admins.ts';
import type { Person } from './person.ts';
import { personView } from './person-view.ts';
import { takeGrants } from './take-grants.ts';
import { tellRooms } from './tell-rooms.ts';

/**
 * Changes what somebody is in the school, for admins. Classes in which they are what they can no longer be are left, with
 * their rooms, and so are the rooms that they entered as an admin; who is no longer of the staff loses their grants.
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
    if (before === 'admin') await leaveEnteredRooms(work, personId);
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

/** Rooms of classes on whose rosters they are not: only an admin comes into those. A room in a room follows it. */
async function leaveEnteredRooms(work: UnitOfWork, personId: string): Promise<void> {
  const entered = await run(
    work.em,
    sql({ id: uuid })`select r.id from participant p join room r on r.id = p.room_id
     where p.person_id = ${personId} and p.left_at is null and r.parent_id is null and not exists (
       select 1 from enrolment e
       where e.classroom_id = r.classroom_id and e.person_id = p.person_id and e.ended_at is null)
     order by r.classroom_id, r.id`,
  );
  for (const { id: roomId } of entered) {
    const room = await work.em.findOneOrFail(Room, { id: roomId });
    const place = await work.em.findOneOrFail(Participant, { roomId, personId });
    await exitRoom(work, room, place, false, { what: 'left', person: personId });
  }
}
