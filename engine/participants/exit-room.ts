import { lockClassroom } from '../classrooms/lock-classroom.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { announceMembership, record } from '../commands/unit-of-work.ts';
import { sayMove } from '../messages/say-moves.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { Room } from '../rooms/room.ts';
import type { MovedNote } from '../views.ts';
import { handOver } from './hand-over.ts';
import { Participant } from './participant.ts';

/**
 * Takes a person out of a room, once however many ask. If that leaves it without a host, somebody inherits it; the room is
 * locked first, so that of two hosts who leave at once the second sees that the first has gone, and before it the class, so
 * that nobody inherits it who is being taken off the roster.
 */
export async function exitRoom(
  work: UnitOfWork,
  room: Room,
  participant: Participant,
  removed: boolean,
  /** Null: no line says it. */
  note: MovedNote | null,
  facts: { readonly ended?: true } = {},
): Promise<Participant> {
  await lockClassroom(work, room.classroomId);
  await lockRoom(work, room.id);
  const { personId } = participant;
  const left = await work.em.findOneOrFail(Participant, { roomId: room.id, personId }, { refresh: true });
  if (left.leftAt != null) return left;
  const wasHost = left.role === 'host';
  left.leftAt = work.at;
  left.removedAt = removed ? left.leftAt : null;
  await work.em.flush();
  record(work, room.id, 'participant.left', { person: left.personId, removed, ...facts });
  if (note) await sayMove(work, room, note);
  announceMembership(work, 'exited', room.id, left.personId);
  if (wasHost) await handOver(work, room);
  return left;
}
