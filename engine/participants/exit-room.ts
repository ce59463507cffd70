import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { announceMembership, record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { Room } from '../rooms/room.ts';
import type { SystemNote } from '../views.ts';
import { enterRoom } from './enter-room.ts';
import { giveRole } from './give-role.ts';
import { Participant } from './participant.ts';

/**
 * Takes a person out of a room, once however many ask. If that leaves it without a host, somebody inherits it; the room is
 * locked first, so that of two hosts who leave at once the second sees that the first has gone.
 */
export async function exitRoom(
  work: UnitOfWork,
  room: Room,
  participant: Participant,
  removed: boolean,
  note: SystemNote,
): Promise<Participant> {
  await lockRoom(work, room.id);
  const { personId } = participant;
  const left = await work.em.findOneOrFail(Participant, { roomId: room.id, personId }, { refresh: true });
  if (left.leftAt != null) return left;
  const wasHost = left.role === 'host';
  left.leftAt = work.at;
  left.removedAt = removed ? left.leftAt : null;
  await work.em.flush();
  record(work, room.id, 'participant.left', { person: left.personId, removed });
  await say(work, room, note);
  announceMembership(work, 'exited', room.id, left.personId);
  if (wasHost) await handOver(work, room);
  return left;
}

/**
 * The last host leaving hands over to the longest-serving moderator: the class's teachers before its assistants. With no
 * moderator there, the class's longest-serving teacher takes over, from outside if need be; but nobody is
 * let into a room of a plugin's kind, which may be private.
 */
async function handOver(work: UnitOfWork, room: Room): Promise<void> {
  const heirs = await work.em.execute<{ person_id: string }[]>(
    `select p.person_id from participant p
     left join enrolment e on e.classroom_id = ? and e.person_id = p.person_id and e.ended_at is null
     where p.room_id = ? and p.left_at is null and p.role in ('host', 'moderator')
     order by p.role = 'host' desc, p.joined_at, e.role = 'teacher' desc limit 1`,
    [room.classroomId, room.id],
  );
  const heir = heirs[0]?.person_id;
  if (heir) await giveRole(work, room.id, heir, 'host');
  else await callTeacher(work, room);
}

/** The class's teacher who has been it for longest, of those who were not put out of the room or have just left it. */
async function callTeacher(work: UnitOfWork, room: Room): Promise<void> {
  const teachers = await work.em.execute<{ person_id: string; present: boolean }[]>(
    `select e.person_id, coalesce(p.left_at is null, false) and p.person_id is not null present from enrolment e
     left join participant p on p.room_id = ? and p.person_id = e.person_id
     where e.classroom_id = ? and e.ended_at is null and e.role = 'teacher' and p.removed_at is null
       and p.left_at is distinct from ?
     order by present desc, e.enrolled_at, e.person_id limit 1`,
    [room.id, room.classroomId, work.at],
  );
  const [teacher] = teachers;
  if (teacher?.present) await giveRole(work, room.id, teacher.person_id, 'host');
  else if (teacher && room.kind === 'class')
    await enterRoom(work, room, teacher.person_id, 'host', { what: 'joined', person: teacher.person_id });
}
