import { CLOSE } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { closeWith } from './connection.ts';
import type { Credentials, RoomPlace, SignedIn } from './doors.ts';
import { enter, readPlaces } from './memberships.ts';
import type { Hello, Welcome } from './protocol.ts';
import type { Realtime } from './realtime.ts';
import { fail } from './realtime.ts';
import { isOfAnother, replay, startOver } from './replay.ts';
import { personTopic } from './topics.ts';

/** The first frame. However many say hello at once, so many are signed in at a time that the others' calls do not wait. */
export function arrive(realtime: Realtime, connection: Connection, hello: Hello): void {
  connection.stage = 'arriving';
  clearTimeout(connection.timer);
  connection.timer = undefined;
  const credentials = hello.token === undefined ? connection.credentials : { authorization: `Bearer ${hello.token}` };
  connection.credentials = {};
  const source = realtime.doors.tokenOf(credentials) ?? connection.id;
  void realtime.arrivals.run(source, () => greet(realtime, connection, credentials, hello));
}

/** Signs in, puts the socket on its topics and replays what it missed. A token outranks what came with the upgrade. */
async function greet(
  realtime: Realtime,
  connection: Connection,
  credentials: Credentials,
  hello: Hello,
): Promise<void> {
  if (connection.stage !== 'arriving') return;
  try {
    if (comesTooOften(realtime, credentials)) return closeWith(connection, CLOSE.limited);
    const who = await signIn(realtime, connection, credentials);
    if (stageOf(connection) !== 'arriving') return;
    if (!who) closeWith(connection, CLOSE.signedOut);
    else if (isTooMuch(realtime, who)) closeWith(connection, CLOSE.limited);
    else await takePlaces(realtime, connection, who, hello);
  } catch (err) {
    fail(realtime, connection, err);
  }
}

// It may have changed while the database was asked.
const stageOf = ({ stage }: Connection): Connection['stage'] => stage;

/** One session's sockets are counted before it is looked up, so that coming again and again costs the database nothing. */
function comesTooOften({ doors, hellos }: Realtime, credentials: Credentials): boolean {
  const token = doors.tokenOf(credentials);
  if (token === null) return false;
  if (!hellos.hasLeft(token)) return true;
  hellos.spend(token, 1);
  return false;
}

/** One account opens no more sockets than people have pages and devices, and not again and again. */
function isTooMuch({ hellos, hub, limits }: Realtime, { account }: SignedIn): boolean {
  if (!hellos.hasLeft(account) || hub.ofAccount(account).length >= limits.accountSockets) return true;
  hellos.spend(account, 1);
  return false;
}

/** Who it is; read again when a sign-out or a change of the person came while it was read. */
async function signIn(
  { doors, hub }: Realtime,
  connection: Connection,
  credentials: Credentials,
): Promise<SignedIn | null> {
  if (!credentials.authorization && !credentials.cookie) return null;
  for (;;) {
    const since = performance.now();
    connection.checkedAt = since;
    const who = await doors.signIn(credentials);
    if (!who || !hub.revokedSince(who, since)) return who;
  }
}

// In the hub before its rooms are read: from here on it hears of every removal.
async function takePlaces(realtime: Realtime, connection: Connection, who: SignedIn, hello: Hello): Promise<void> {
  connection.who = who;
  realtime.hub.add(connection, who);
  realtime.doors.opened(connection.id, who);
  const places = await readPlaces(realtime, connection, who);
  if (!places) return;
  welcome(realtime, connection, who, places, hello);
}

// All of this in one turn: between the topic and the welcome nothing can be told that the heads do not say.
function welcome(
  realtime: Realtime,
  connection: Connection,
  who: SignedIn,
  places: ReadonlyMap<string, RoomPlace>,
  { cursors, epoch }: Hello,
): void {
  connection.stage = 'live';
  connection.epoch = realtime.doors.epochOf(who.person.schoolId);
  const rooms: Record<string, number> = {};
  connection.ws.cork(() => {
    connection.ws.subscribe(personTopic(who.person.id));
    for (const [room, place] of places) rooms[room] = enter(realtime, connection, who, room, place);
    const frame: Welcome = { t: 'hello', person: who.person.id, epoch: connection.epoch, rooms };
    connection.ws.send(JSON.stringify(frame));
  });
  for (const [room, cursor] of Object.entries(cursors)) {
    const stream = realtime.streams.get(room);
    if (!stream || rooms[room] === undefined) continue;
    if (isOfAnother(connection, epoch)) startOver(connection, stream);
    else if (cursor !== rooms[room]) replay(realtime, connection, stream, cursor);
  }
}
