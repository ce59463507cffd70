import { Enrolment } from '../classrooms/enrolment.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { enterRoom } from '../participants/enter-room.ts';
import { Participant } from '../participants/participant.ts';
import { type ClassRole, roomRoleFor } from '../roles/roles.ts';
import { Room } from '../rooms/room.ts';

/** Puts somebody back on the rosters and into the rooms that they were taken out of at a time, as what they were there. */
export async function returnToSchool(work: UnitOfWork, personId: string, leftAt: Date): Promise<void> {
  const { em } = work;
  await em.nativeUpdate(Enrolment, { personId, endedAt: leftAt }, { endedAt: null });
  const places = await em.find(Participant, { personId, leftAt, removedAt: null }, { orderBy: { roomId: 'asc' } });
  for (const { roomId, role } of places) {
    const room = await em.findOneOrFail(Room, { id: roomId });
    await enterRoom(work, room, personId, role, null);
  }
  await enterNewRooms(work, personId);
}

/** Rooms for everyone of their classes that were opened while they were away. */
async function enterNewRooms(work: UnitOfWork, personId: string): Promise<void> {
  const opened = await run(
    work.em,
    sql<{
      room_id: string;
      role: ClassRole;
    }>`select r.id room_id, e.role from enrolment e join room r on r.classroom_id = e.classroom_id
     where e.person_id = ${personId} and e.ended_at is null
       and r.everyone and r.deleted_at is null and r.archived_at is null
       and not exists (select 1 from participant p where p.room_id = r.id and p.person_id = e.person_id)
     order by r.id`,
  );
  for (const { room_id, role } of opened) {
    const room = await work.em.findOneOrFail(Room, { id: room_id });
    await enterRoom(work, room, personId, roomRoleFor(role), null);
  }
}
