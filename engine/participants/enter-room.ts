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
    { numbered: { of: { personId, room, visibleFrom }, write: startCursors } },
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

interface Entered {
  readonly personId: string;
  readonly room: Room;
  readonly visibleFrom: number | undefined;
}

async function startCursors(
  { em }: UnitOfWork,
  numbered: readonly { readonly of: Entered; readonly seq: number }[],
): Promise<void> {
  const starts = numbered.map(({ of: { personId, room, visibleFrom }, seq }) => ({
    ...{ room: room.id, person: personId, seq },
    from: visibleFrom ?? (room.history === 'from-join' ? seq - 1 : null),
  }));
  await em.execute(
    `update participant p set seen = s.seq, entered = s.seq, visible_from = coalesce(s."from", p.visible_from)
     from jsonb_to_recordset(?::jsonb) s(room uuid, person uuid, seq bigint, "from" bigint)
     where p.room_id = s.room and p.person_id = s.person`,
    [JSON.stringify(starts)],
  );
}
