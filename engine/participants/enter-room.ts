import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { announceMembership, record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { Person } from '../people/person.ts';
import { personView } from '../people/person-view.ts';
import type { RoomRole } from '../roles/roles.ts';
import type { Room } from '../rooms/room.ts';
import type { SystemNote } from '../views.ts';
import { Participant } from './participant.ts';

/**
 * Puts a person into a room, newly or again. Their read cursor starts at the room's head: what was said before is history,
 * not unread. Where the room shows history from joining only, it starts to be visible with their own entry.
 */
export async function enterRoom(
  work: UnitOfWork,
  room: Room,
  personId: string,
  role: RoomRole,
  note: SystemNote | null,
  /** Nothing up to this sequence is theirs to see; not given, the room's `history` decides. */
  visibleFrom?: number,
): Promise<Participant> {
  const { em } = work;
  const person = await em.findOneOrFail(Person, { id: personId });
  const participant =
    (await em.findOne(Participant, { roomId: room.id, personId })) ?? newParticipant(work, room, personId);
  participant.role = role;
  participant.joinedAt = work.at;
  participant.leftAt = null;
  participant.removedAt = null;
  await em.flush();
  const view = {
    person: personView(person),
    role,
    joinedAt: participant.joinedAt.toISOString(),
    leftAt: null,
    lastSeenAt: null, // whoever reads the list is told, or not; what is recorded would be told to everybody, for good
  };
  record(
    work,
    room.id,
    'participant.joined',
    { participant: view },
    { numbered: (seq) => startCursor(work, room, personId, seq, visibleFrom) },
  );
  // A send under way may quote what they are not to see: it is checked again.
  if (room.history === 'from-join') work.rosterChanged.add(room.id);
  if (note) await say(work, room, note);
  announceMembership(work, 'entered', room.id, personId);
  return participant;
}

function newParticipant(work: UnitOfWork, room: Room, personId: string): Participant {
  return work.em.create(Participant, {
    roomId: room.id,
    personId,
    schoolId: room.schoolId,
    role: 'member',
    joinedAt: work.at,
    leftAt: null,
    removedAt: null,
    seen: 0,
    visibleFrom: 0,
    entered: 0,
  });
}

async function startCursor(
  work: UnitOfWork,
  room: Room,
  personId: string,
  seq: number,
  visibleFrom?: number,
): Promise<void> {
  await work.em.execute(
    `update participant set seen = ?, entered = ?, visible_from = case when ? then ? else visible_from end
     where room_id = ? and person_id = ?`,
    [seq, seq, visibleFrom !== undefined || room.history === 'from-join', visibleFrom ?? seq - 1, room.id, personId],
  );
}
