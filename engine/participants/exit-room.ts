import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { announceMembership, record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { Room } from '../rooms/room.ts';
import type { SystemNote } from '../views.ts';
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

/** The last host leaving hands over to the longest-serving moderator: the class's teachers before its assistants. */
async function handOver(work: UnitOfWork, room: Room): Promise<void> {
  const heirs = await work.em.execute<{ person_id: string }[]>(
    `select p.person_id from participant p
     left join enrolment e on e.classroom_id = ? and e.person_id = p.person_id and e.ended_at is null
     where p.room_id = ? and p.left_at is null and p.role in ('host', 'moderator')
     order by p.role = 'host' desc, p.joined_at, e.role = 'teacher' desc limit 1`,
    [room.classroomId, room.id],
  );
  const heir = heirs[0]?.person_id ?? (await teacherOf(work, room));
  if (heir) await giveRole(work, room.id, heir, 'host');
}

async function teacherOf(work: UnitOfWork, room: Room): Promise<string | undefined> {
  const rows = await work.em.execute<{ person_id: string }[]>(
    `select p.person_id from participant p
     join enrolment e on e.classroom_id = ? and e.person_id = p.person_id and e.ended_at is null and e.role = 'teacher'
     where p.room_id = ? and p.left_at is null order by e.enrolled_at limit 1`,
    [room.classroomId, room.id],
  );
  return rows[0]?.person_id;
}
