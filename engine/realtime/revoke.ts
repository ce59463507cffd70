import type { Connection } from './connection.ts';
import { leave, settle } from './memberships.ts';
import type { EventFrame } from './protocol.ts';
import type { Realtime } from './realtime.ts';
import type { RoomStream } from './room-stream.ts';

/**
 * The room's own log says who is out, and it cannot be lost: whoever reads an event here, live, early or from a gap, acts on
 * it before anything that comes after it is told. Who has come back since is put in again by what the database says.
 */
export function revoke(realtime: Realtime, { room, schoolId }: RoomStream, { event, payload }: EventFrame): void {
  if (event === 'participant.left') takeOff(realtime, room, realtime.hub.ofPerson(personOf(payload)));
  else if (event === 'room.deleted') takeOff(realtime, room, [...realtime.hub.ofSchool(schoolId)]);
  if (event.startsWith('participant.')) realtime.checks.doubted.add(personOf(payload));
  // A plugin's kind of room may go by the room it belongs to.
  if (CONCERNS_ALL.has(event)) {
    for (const { who } of realtime.hub.ofSchool(schoolId)) if (who) realtime.checks.doubted.add(who.person.id);
  }
}

const CONCERNS_ALL: ReadonlySet<string> = new Set([
  ...['room.deleted', 'room.restored', 'room.archived', 'room.unarchived'],
]);

/** A socket that is arriving may have read its rooms before this: it reads them again. */
function takeOff(realtime: Realtime, room: string, connections: readonly Connection[]): void {
  for (const connection of connections)
    if (leave(realtime, connection, room) || connection.stage === 'arriving') settle(realtime, connection);
}

const personOf = (payload: unknown): string => {
  const { participant, person } = payload as { person?: string; participant?: { person: { id: string } } };
  return person ?? participant?.person.id ?? '';
};
