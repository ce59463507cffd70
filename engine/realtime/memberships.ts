import type { Connection } from './connection.ts';
import type { RoomPlace, SignedIn } from './doors.ts';
import type { Realtime } from './realtime.ts';
import { fail } from './realtime.ts';
import { reached, reachHead } from './room-stream.ts';
import { streamOf } from './streams.ts';
import { roomOfTopic, roomTopic } from './topics.ts';

type Places = ReadonlyMap<string, RoomPlace>;

/**
 * The rooms of a person as they are when this returns: whenever news about them comes while they are read, they are read
 * again, so a removal that races with a sign-in always wins. Null: the socket closed meanwhile.
 */
export async function readPlaces(realtime: Realtime, connection: Connection, who: SignedIn): Promise<Places | null> {
  for (;;) {
    const { news } = connection;
    const places = await realtime.doors.roomsOf(who);
    await tellOthersFirst(realtime, who, places);
    if (connection.stage === 'closing' || connection.stage === 'closed') return null;
    if (connection.news !== news) continue;
    connection.mark = realtime.doors.markOf(places);
    return places;
  }
}

// What a newcomer must not see may still be on its way to the others by a gap that is being read: let it pass.
async function tellOthersFirst(realtime: Realtime, who: SignedIn, places: Places): Promise<void> {
  for (const [room, { head, visibleFrom }] of places) {
    if (visibleFrom > 0) await reached(realtime, streamOf(realtime, room, who.person.schoolId, head), visibleFrom);
  }
}

/** Puts a socket on a room's topic. @returns the sequence after which everything will reach it live. */
export function enter(
  realtime: Realtime,
  connection: Connection,
  who: SignedIn,
  room: string,
  place: RoomPlace,
): number {
  const stream = streamOf(realtime, room, who.person.schoolId, place.head);
  realtime.turn.flush();
  connection.ws.subscribe(roomTopic(room));
  hide(connection, room, place.visibleFrom);
  const head = Math.max(stream.recent.to, place.head);
  reachHead(realtime, stream, place.head);
  return head;
}

/** Takes a socket off a room's topic at once and tells its person. @returns whether it was on it */
export function leave(realtime: Realtime, connection: Connection, room: string): boolean {
  if (connection.stage !== 'live' || !connection.ws.unsubscribe(roomTopic(room))) return false;
  connection.hidden?.delete(room);
  whisper(realtime, connection, 'room.exited', { roomId: room });
  return true;
}

/** To one socket only. */
export function whisper(realtime: Realtime, connection: Connection, event: string, payload: object): void {
  realtime.turn.answer(connection, JSON.stringify({ t: 'passing', event, payload }));
}

/** News came about this person's rooms: reads them anew and moves the socket on and off topics accordingly. */
export function settle(realtime: Realtime, connection: Connection): void {
  connection.news += 1;
  if (connection.settling || connection.stage !== 'live') return;
  connection.settling = true;
  realtime.lane(async () => {
    try {
      const places = connection.who && (await readPlaces(realtime, connection, connection.who));
      connection.settling = false;
      if (connection.who && places) apply(realtime, connection, connection.who, places);
    } catch (err) {
      connection.settling = false;
      fail(realtime, connection, err);
    }
  });
}

function apply(realtime: Realtime, connection: Connection, who: SignedIn, places: Places): void {
  for (const topic of connection.ws.getTopics()) {
    const room = roomOfTopic(topic);
    if (room && !places.has(room)) leave(realtime, connection, room);
  }
  for (const [room, place] of places) {
    const isNew = !connection.ws.isSubscribed(roomTopic(room));
    const head = enter(realtime, connection, who, room, place);
    if (isNew) whisper(realtime, connection, 'room.entered', { roomId: room, head });
  }
}

function hide(connection: Connection, room: string, visibleFrom: number): void {
  if (visibleFrom === 0) return void connection.hidden?.delete(room);
  connection.hidden ??= new Map();
  connection.hidden.set(room, visibleFrom);
}
