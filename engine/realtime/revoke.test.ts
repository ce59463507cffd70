import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventsIn, startTestGateway, type TestGateway, type TestSocket } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import type { SignedIn } from './doors.ts';
import type { ServerFrame } from './protocol.ts';

// The broker loses the news of who went; the room's log is all there is to go by.
let at: TestGateway;
let ana: { token: string; who: SignedIn };
let ben: { token: string; who: SignedIn };
let room: string;
beforeEach(async () => {
  at = await startTestGateway();
  [ana, ben, room] = [at.engine.person('ana'), at.engine.person('ben'), at.engine.room()];
  at.engine.put(room, ana.who);
  at.engine.put(room, ben.who);
});
afterEach(() => at.stop());

const say = (text: string) => at.engine.say(room, text);
/** Takes Ana out; answers the event of it, and the news is lost. */
const remove = () => {
  at.engine.takeOut(room, ana.who);
  return at.engine.record(room, 'participant.left', { person: ana.who.person.id, removed: true });
};
const textsIn = (socket: TestSocket) =>
  eventsIn(socket.frames).flatMap(({ payload }) => (payload as { message?: { text: string } }).message?.text ?? []);
const hears = (socket: TestSocket, seq: number) =>
  socket.hears((frame) => (frame.t === 'event' && frame.seq >= seq) || (frame.t === 'resume' && frame.to >= seq));
const isPassing = (event: string) => (frame: ServerFrame) => frame.t === 'passing' && frame.event === event;

describe('somebody who was removed hears nothing that comes after it', () => {
  test.each<[string, () => Promise<void> | void]>([
    [
      'when the event of it is told live',
      () => {
        at.broker.publish(remove());
        at.broker.publish(say('after'));
      },
    ],
    [
      'when it is part of a gap that is read from the log',
      () => {
        say('lost');
        remove();
        say('lost too');
        at.broker.publish(say('after'));
      },
    ],
    [
      'when it comes early, and what was before it later',
      () => {
        const before = say('before it');
        at.broker.publish(remove());
        at.broker.publish(say('after'));
        at.broker.publish(before);
      },
    ],
    [
      'when nothing is published and the room is silent',
      () => {
        remove();
        say('after');
      },
    ],
  ])('%s', async (_how, act) => {
    const [removed, other] = [await at.arrive(ana.token), await at.arrive(ben.token)];
    await act();
    await hears(other, at.engine.head(room));
    expect(await removed.hears(isPassing('room.exited'))).toMatchObject({ payload: { roomId: room } });
    at.broker.publish(say('last'));
    await hears(other, at.engine.head(room));
    removed.say({ t: 'resume', room, since: 0 });
    await removed.hears((frame) => frame.t === 'error' && frame.code === 'missing');
    expect(textsIn(other).slice(-2)).toEqual(['after', 'last']);
    for (const text of ['after', 'last']) expect(textsIn(removed)).not.toContain(text);
  });
});

test('a room that was deleted is left by all of its sockets', async () => {
  const sockets = [await at.arrive(ana.token), await at.arrive(ben.token)];
  for (const { who } of [ana, ben]) at.engine.takeOut(room, who);
  at.broker.publish(at.engine.record(room, 'room.deleted', {}));
  for (const socket of sockets) await socket.hears(isPassing('room.exited'));
});

test('whoever left and came back within one gap is put in again, and hears what is theirs', async () => {
  const [socket, other] = [await at.arrive(ana.token), await at.arrive(ben.token)];
  say('before');
  remove();
  say('while she was gone');
  at.engine.put(room, ana.who, at.engine.head(room));
  at.engine.record(room, 'participant.joined', { participant: { person: { id: ana.who.person.id } } });
  at.broker.publish(say('with her again'));
  await hears(other, at.engine.head(room));
  await socket.hears(isPassing('room.entered'));
  socket.say({ t: 'resume', room, since: 0 });
  await hears(socket, at.engine.head(room));
  expect(textsIn(socket)).toContain('with her again');
  expect(textsIn(socket)).not.toContain('while she was gone');
});

describe('somebody whose socket is arriving when it happens', () => {
  /** Ana's rooms are read, and the answer of the database is on its way until it is let go. */
  async function arriving() {
    const gate = Promise.withResolvers<void>();
    const asked = at.engine.asked.roomsOf;
    at.engine.before.roomsOf = () => gate.promise;
    const socket = at.arrive(ana.token);
    await until(() => at.engine.asked.roomsOf > asked);
    return { socket, letGo: gate.resolve };
  }

  test('is off the room that its log says they left', async () => {
    const other = await at.arrive(ben.token);
    const { socket, letGo } = await arriving();
    at.broker.publish(remove());
    letGo();
    const removed = await socket;
    at.broker.publish(say('after'));
    await hears(other, at.engine.head(room));
    expect(removed.frames.find((frame) => frame.t === 'hello')).toMatchObject({ rooms: {} });
    expect(textsIn(removed)).toEqual([]);
  });

  test('is judged by the next round, once the socket is live', async () => {
    await at.stop();
    at = await startTestGateway({ engine: at.engine, limits: { checkMs: 20, sweepMs: 60_000 } });
    const { socket, letGo } = await arriving();
    const other = at.engine.room();
    at.engine.takeOut(room, ana.who);
    const rounds = at.engine.asked.recheck;
    at.broker.publish(at.engine.record(other, 'participant.changed', { person: ana.who.person.id }));
    await until(() => at.engine.asked.recheck > rounds + 2);
    letGo();
    expect(await (await socket).hears(isPassing('room.exited'))).toMatchObject({ payload: { roomId: room } });
  });
});

test('rooms that change without an event or news of it are found out by the next round', async () => {
  await at.stop();
  at = await startTestGateway({ engine: at.engine, limits: { sweepMs: 20, checkMs: 20 } });
  const socket = await at.arrive(ana.token);
  const other = at.engine.room();
  at.engine.put(other, ana.who);
  expect(await socket.hears(isPassing('room.entered'))).toMatchObject({ payload: { roomId: other } });
  at.engine.takeOut(room, ana.who);
  expect(await socket.hears(isPassing('room.exited'))).toMatchObject({ payload: { roomId: room } });
});
