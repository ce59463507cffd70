import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { openLine, type TestLine } from '../testing/network-line.ts';
import { type RedisServer, startRedisServer } from '../testing/redis-server.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { eventsIn, openSocket, type TestSocket } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import { CLOSE } from './close-codes.ts';
import type { ServerFrame } from './protocol.ts';

// Two nodes with one database. What one of them commits while the bus between them is gone, the other finds out by itself.
let redis: RedisServer;
let nearLine: TestLine;
let farLine: TestLine;
let storeLine: TestLine;
let near: TestServer;
let far: TestServer;
let cast: Cast;
const tokens = new Map<string, string>();

beforeAll(async () => {
  redis = await startRedisServer();
  nearLine = await openLine(Number(new URL(redis.url).port));
  farLine = await openLine(Number(new URL(redis.url).port));
  near = await startTestServer({ redisUrl: by(redis.url, nearLine) });
  storeLine = await openLine(Number(new URL(near.database.url).port));
  const beside = { database: { url: by(near.database.url, storeLine) } };
  far = await startTestServer({ redisUrl: by(redis.url, farLine), beside });
  cast = await startCast(near);
});
afterAll(async () => {
  await far?.stop();
  await near?.stop();
  await redis?.stop();
  for (const line of [nearLine, farLine, storeLine]) line?.close();
});

/** The same address, by way of a line. */
function by(address: string, { port }: TestLine): string {
  const url = new URL(address);
  url.host = `127.0.0.1:${port}`;
  return url.href;
}

const hears = (socket: TestSocket, text: string) =>
  socket.hears((frame) => eventsIn([frame]).some(({ payload }) => textOf(payload) === text));
const textOf = (payload: unknown) => (payload as { message?: { text?: string } }).message?.text;
const textsIn = (socket: TestSocket) => eventsIn(socket.frames).flatMap(({ payload }) => textOf(payload) || []);
const isPassing = (event: string) => (frame: ServerFrame) => frame.t === 'passing' && frame.event === event;

/** A socket of somebody on the far node. */
async function arrive(person: TestPerson): Promise<TestSocket> {
  const token = tokens.get(person.id) ?? (await near.signIn(person));
  tokens.set(person.id, token);
  const socket = await openSocket(`${far.url.replace('http', 'ws')}/realtime`);
  socket.say({ t: 'hello', token, cursors: {} });
  await socket.hears(({ t }) => t === 'hello');
  return socket;
}

/** The bus works both ways: what is said on one node is heard on the other. */
async function whole(): Promise<void> {
  await until(async () => near.broker.intact() && far.broker.intact());
}

describe.each<[string, () => Promise<void> | void, () => Promise<void> | void]>([
  ['Redis is killed', () => redis.kill(), () => redis.restart()],
  ['Redis is frozen', () => redis.freeze(), () => redis.thaw()],
  ['the one node reaches Redis no longer', () => nearLine.freeze(), () => nearLine.thaw()],
  ['the other node reaches Redis no longer', () => farLine.freeze(), () => farLine.thaw()],
])('while %s', (_how, lose, mend) => {
  beforeEach(async () => {
    await whole();
    return async () => {
      await mend();
      await whole();
    };
  });

  test('a student who is removed on one node hears nothing of the room on the other, and may not resume it', async () => {
    const { rivera, ana, ben, freshRoom, send } = cast;
    const room = await freshRoom();
    const [removed, other] = [await arrive(ana), await arrive(ben)];
    await send(room, rivera, 'before');
    await Promise.all([hears(removed, 'before'), hears(other, 'before')]);
    await lose();
    await near.as(rivera).participants.remove({ roomId: room.id, personId: ana.id });
    await send(room, rivera, 'after, near');
    await far.as(rivera).messages.send({ roomId: room.id, clientId: newId(), text: 'after, far' });
    await hears(other, 'after, far');
    await removed.hears(isPassing('room.exited'));
    await far.as(ben).typing.tell({ roomId: room.id });
    await other.hears(isPassing('typing.typed'));
    removed.say({ t: 'resume', room: room.id, since: 0 });
    await removed.hears((frame) => frame.t === 'error' && frame.code === 'missing');
    expect(textsIn(other)).toEqual(['before', 'after, near', 'after, far']);
    expect(textsIn(removed)).toEqual(['before']);
    expect(removed.frames.filter(isPassing('typing.typed'))).toEqual([]);
  });

  test('whoever leaves the room hears nothing of its private conversations either', async () => {
    const { rivera, ana, freshRoom } = cast;
    const room = await freshRoom();
    const { roomId } = await near.as(rivera).privateThreads.start({ roomId: room.id, personId: ana.id });
    const socket = await arrive(ana);
    expect(socket.frames[0]).toMatchObject({ rooms: { [roomId]: expect.any(Number) } });
    await lose();
    await near.as(rivera).participants.remove({ roomId: room.id, personId: ana.id });
    await socket.hears((frame) => isPassing('room.exited')(frame) && JSON.stringify(frame).includes(roomId));
  });

  test('a class that ends, a room that is deleted, and a room one is put into are found out', async () => {
    const { rivera, chidi, biology, freshRoom } = cast;
    const [deleted, entered] = [await freshRoom(), await freshRoom({ everyone: false })];
    const socket = await arrive(chidi);
    const about = (event: string, roomId: string) =>
      socket.hears((frame) => isPassing(event)(frame) && JSON.stringify(frame).includes(roomId));
    await lose();
    await near.as(rivera).rooms.delete({ roomId: deleted.id });
    await about('room.exited', deleted.id);
    await near.as(rivera).participants.add({ roomId: entered.id, personId: chidi.id });
    await about('room.entered', entered.id);
    await near.as(rivera).classrooms.unenrol({ classroomId: biology.id, personId: chidi.id });
    await about('room.exited', entered.id);
    await near.as(rivera).classrooms.enrol({ classroomId: biology.id, personId: chidi.id, role: 'student' });
  });

  test('signing out everywhere on one node closes the sockets on the other, and nothing is asked by them', async () => {
    const leaver = await cast.person('oakwood', 'student', `Leaver ${newId()}`);
    const socket = await arrive(leaver);
    await lose();
    await near.accounts.signOutEverywhere({ account: await accountOf(leaver) });
    expect(await socket.closed).toBe(CLOSE.signedOut);
  });

  test('a grant that is taken, a role that changes and a person who leaves the school close their sockets', async () => {
    const { head, stone, rivera } = cast;
    const hold = (held: boolean) => near.as(head).people.grant({ personId: stone.id, grant: 'safeguarding', held });
    await hold(false); // What an earlier try left.
    const known = far.news.length;
    await hold(true);
    // A busy node that hears its own beats late sends "lost" in place of what it had to say.
    await until(() => far.news.slice(known).some(({ kind }) => kind === 'person-changed' || kind === 'lost'));
    const granted = await arrive(stone);
    await lose();
    await hold(false);
    expect(await granted.closed).toBe(CLOSE.changed);
    const teacher = await arrive(rivera);
    await near.rows(`update person set role = 'assistant' where id = $1`, [rivera.id]);
    expect(await teacher.closed).toBe(CLOSE.changed);
    await near.rows(`update person set role = 'teacher' where id = $1`, [rivera.id]);
    const leaver = await arrive(stone);
    await near.rows('update person set left_at = now() where id = $1', [stone.id]);
    expect(await leaver.closed).toBe(CLOSE.changed);
    await near.rows('update person set left_at = null where id = $1', [stone.id]);
  });

  test('somebody renamed keeps their socket, and it knows the new name', async () => {
    const { ben } = cast;
    const socket = await arrive(ben);
    await lose();
    await near.as(ben).session.rename({ name: 'Benjamin' });
    for (let asked = 1; !JSON.stringify(socket.frames).includes('Benjamin'); asked += 1) {
      socket.say({ id: asked, method: 'query', params: { path: 'session.me' } });
      await sleep(50);
    }
    await near.as(ben).session.rename({ name: 'Ben' });
    expect(socket.ws.readyState).toBe(WebSocket.OPEN);
  });
});

describe('while the database is out of reach of one node', () => {
  test('its sockets stay, what they ask is refused, and once it is back they hear what was said, in order', async () => {
    const { rivera, ben, freshRoom, send } = cast;
    const room = await freshRoom();
    const socket = await arrive(ben);
    await whole();
    storeLine.freeze();
    for (let asked = 1; !JSON.stringify(socket.frames).includes('"unavailable"'); asked += 1) {
      socket.say({ id: asked, method: 'query', params: { path: 'session.front' } });
      await sleep(100);
    }
    storeLine.thaw();
    await send(room, rivera, 'one');
    await send(room, rivera, 'two');
    await hears(socket, 'two');
    expect(textsIn(socket)).toEqual(['one', 'two']);
    expect(socket.ws.readyState).toBe(WebSocket.OPEN);
  });
});

const accountOf = async ({ id }: TestPerson): Promise<string> =>
  (await near.rows<{ account_id: string }>('select account_id from person where id = $1', [id]))[0]?.account_id ?? '';
