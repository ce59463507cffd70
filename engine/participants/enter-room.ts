import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { announceMembership, record } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import { sayMove } from '../messages/say-moves.ts';
import { Person } from '../people/person.ts';
import { personView } from '../people/person-view.ts';
import type { RoomRole } from '../roles/roles.ts';
import type { Room } from '../rooms/room.ts';
import type { MovedNote } from '../views.ts';
import { takesCharge } from './hosts.ts';
import { Participant } from './participant.ts';

/**
 * Puts a person into a room, newly or again; staff take charge of one that has no host. Their read cursor starts at the room's head: what was said before is history,
 * not unread. Where the room shows history from joining only, it starts to be visible with their own entry; where it did so
 * once, with what came after that.
 */
export async function enterRoom(
  work: UnitOfWork,
  room: Room,
  personId: string,
  role: RoomRole,
  note: MovedNote | null,
  /** Nothing up to this sequence is theirs to see; not given, the room's `history` decides. */
  visibleFrom?: number,
): Promise<Participant> {
  const { em } = work;
  const person = await em.findOneOrFail(Person, { id: personId });
  const participant =
    (await em.findOne(Participant, { roomId: room.id, personId })) ?? newParticipant(work, room, personId);
  participant.role = (await takesCharge(work, room, role)) ? 'host' : role;
  participant.joinedAt = work.at;
  participant.leftAt = null;
  participant.removedAt = null;
  await em.flush();
  const view = {
    person: personView(person),
    role: participant.role,
    joinedAt: participant.joinedAt.toISOString(),
    leftAt: null,
    lastSeenAt: null, // whoever reads the list is told, or not; what is recorded would be told to everybody, for good
  };
  record(
    work,
    room.id,
    'participant.joined',
    { participant: view },
    { numbered: { of: { personId, roomId: room.id, visibleFrom }, write: startCursors } },
  );
  if (note) await sayMove(work, room, note);
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
  readonly roomId: string;
  readonly visibleFrom: number | undefined;
}

/** What newcomers see is asked under the room's lock: whoever changed it since has the last word. */
async function startCursors(
  { em }: UnitOfWork,
  numbered: readonly { readonly of: Entered; readonly seq: number }[],
): Promise<void> {
  const starts = numbered.map(({ of: { personId, roomId, visibleFrom }, seq }) => ({
    ...{ room: roomId, person: personId, seq },
    from: visibleFrom ?? null,
  }));
  await run(
    em,
    sql`update participant p set seen = s.seq, entered = s.seq, visible_from = coalesce(s."from",
       case r.history when 'from-join' then s.seq - 1 else greatest(p.visible_from, r.history_from) end)
     from jsonb_to_recordset(${JSON.stringify(starts)}::jsonb) s(room uuid, person uuid, seq bigint, "from" bigint)
     join room r on r.id = s.room
     where p.room_id = s.room and p.person_id = s.person`,
  );
}
