import { Enrolment } from '../classrooms/enrolment.ts';
import { lockClassroom } from '../classrooms/lock-classroom.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { exitRoom } from '../participants/exit-room.ts';
import { Participant } from '../participants/participant.ts';
import { Room } from '../rooms/room.ts';

/**
 * Takes somebody off every roster and out of every room, deleted ones too. Their rooms' own logs say so, which no socket can
 * miss, and no line does: a school that lets its oldest class go fills no room with it. All of it bears the one time of the
 * work, by which coming back finds what was left then.
 */
export async function leaveSchool(work: UnitOfWork, personId: string): Promise<void> {
  const { em, at } = work;
  await lockClasses(work, personId);
  await em.nativeUpdate(Enrolment, { personId, endedAt: null }, { endedAt: at });
  const places = await em.find(Participant, { personId, leftAt: null }, { orderBy: { roomId: 'asc' } });
  for (const place of places) {
    const room = await em.findOneOrFail(Room, { id: place.roomId });
    // A room in a room follows it.
    if (room.parentId == null) await exitRoom(work, room, place, false, null, { ended: true });
  }
}

/** Before any of their rooms: nobody who goes inherits a room meanwhile. */
async function lockClasses(work: UnitOfWork, personId: string): Promise<void> {
  const classes = await run(
    work.em,
    sql({ id: uuid })`select classroom_id id from enrolment where person_id = ${personId} and ended_at is null union
     select r.classroom_id from participant p join room r on r.id = p.room_id
     where p.person_id = ${personId} and p.left_at is null
     order by 1`,
  );
  for (const { id } of classes) await lockClassroom(work, id);
}
