import { CLOSE } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { closeWith } from './connection.ts';
import type { GatewayDoors, RoomPlace, SignedIn } from './doors.ts';
import type { Hub } from './hub.ts';
import { enter, readPlaces } from './memberships.ts';
import type { Hello, Welcome } from './protocol.ts';
import type { Realtime } from './realtime.ts';
import { fail } from './realtime.ts';
import { replay } from './replay.ts';
import { personTopic } from './topics.ts';

type Headers = Parameters<GatewayDoors['signIn']>[0];

/** Who these headers sign in; read again when a sign-out or a change of the person came while it was read. */
export async function readSignIn(
  { doors, hub }: { doors: GatewayDoors; hub: Hub },
  headers: Headers,
): Promise<SignedIn | null> {
  for (;;) {
    const since = performance.now();
    const who = await doors.signIn(headers);
    if (!who || !hub.revokedSince(who, since)) return who;
  }
}

/** The first frame: signs in (a token outranks the cookie), puts the socket on its topics and replays what it missed. */
export async function arrive(realtime: Realtime, connection: Connection, hello: Hello): Promise<void> {
  connection.stage = 'arriving';
  clearTimeout(connection.timer);
  try {
    const who = hello.token === undefined ? connection.who : await byToken(realtime, connection, hello.token);
    if (!who) return closeWith(connection, CLOSE.signedOut);
    const places = await readPlaces(realtime, connection, who);
    if (places) welcome(realtime, connection, who, places, hello.cursors);
  } catch (err) {
    fail(realtime, connection, err);
  }
}

async function byToken(realtime: Realtime, connection: Connection, token: string): Promise<SignedIn | null> {
  const who = await readSignIn(realtime, { authorization: `Bearer ${token}` });
  if (!who || connection.stage !== 'arriving') return null;
  realtime.hub.remove(connection);
  connection.who = who;
  realtime.hub.add(connection, who);
  return who;
}

// All of this in one turn: between the topic and the welcome nothing can be told that the heads do not say.
function welcome(
  realtime: Realtime,
  connection: Connection,
  who: SignedIn,
  places: ReadonlyMap<string, RoomPlace>,
  cursors: Hello['cursors'],
): void {
  connection.stage = 'live';
  const rooms: Record<string, number> = {};
  connection.ws.cork(() => {
    connection.ws.subscribe(personTopic(who.person.id));
    for (const [room, place] of places) rooms[room] = enter(realtime, connection, who, room, place);
    const frame: Welcome = { t: 'hello', person: who.person.id, rooms };
    connection.ws.send(JSON.stringify(frame));
  });
  for (const [room, cursor] of Object.entries(cursors)) {
    const stream = realtime.streams.get(room);
    if (stream && rooms[room] !== undefined && cursor !== rooms[room]) replay(realtime, connection, stream, cursor);
  }
}
