import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { bool, uuid } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import type { Room } from '../rooms/room.ts';
import { enterRoom } from './enter-room.ts';
import { giveRole } from './give-role.ts';
import { hostsOf } from './hosts.ts';

/**
 * Gives a room that has no host another one: its longest-serving moderator; without any the class's longest-serving teacher,
 * from outside if need be. Where there is neither, staff who enter take charge of it (`hosts.ts`). Call it with the class and
 * then the room locked, wherever a host goes.
 */
export async function handOver(work: UnitOfWork, room: Room): Promise<void> {
  if ((await hostsOf(work, room.id)).length > 0) return;
  const moderators = await run(
    work.em,
    sql({ person_id: uuid })`select p.person_id from participant p
     join person h on h.id = p.person_id and h.left_at is null
     left join enrolment e on e.classroom_id = ${room.classroomId} and e.person_id = p.person_id and e.ended_at is null
     where p.room_id = ${room.id} and p.left_at is null and p.role = 'moderator'
     order by p.joined_at, e.role = 'teacher' desc nulls last, p.person_id limit 1`,
  );
  const heir = moderators[0]?.person_id;
  if (heir) await giveRole(work, room.id, heir, 'host');
  else await callTeacher(work, room);
}

/**
 * The class's teacher who has been it for longest, of those who were not put out of the room or have just left it. Nobody
 * is let into a room of a plugin's kind, which may be private.
 */
async function callTeacher(work: UnitOfWork, room: Room): Promise<void> {
  const teachers = await run(
    work.em,
    sql({
      person_id: uuid,
      present: bool,
    })`select e.person_id, coalesce(p.left_at is null, false) and p.person_id is not null present from enrolment e
     join person h on h.id = e.person_id and h.left_at is null
     left join participant p on p.room_id = ${room.id} and p.person_id = e.person_id
     where e.classroom_id = ${room.classroomId} and e.ended_at is null and e.role = 'teacher' and p.removed_at is null
       and p.left_at is distinct from ${work.at}
     order by present desc, e.enrolled_at, e.person_id limit 1`,
  );
  const [teacher] = teachers;
  if (teacher?.present) await giveRole(work, room.id, teacher.person_id, 'host');
  else if (teacher && room.kind === 'class')
    await enterRoom(work, room, teacher.person_id, 'host', { what: 'joined', person: teacher.person_id });
}
