import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventsIn, seqsIn, startTestGateway, type TestGateway, type TestSocket } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import type { BrokerMessage } from './broker.ts';
import type { SignedIn } from './doors.ts';
import type { ReplayFrame, ServerFrame } from './protocol.ts';

let at: TestGateway;
let ana: { token: string; who: SignedIn };
let ben: { token: string; who: SignedIn };
let room: string;

const starts = async (limits = {}) => {
  at = await startTestGateway({ limits });
  [ana, ben, room] = [at.engine.person('ana'), at.engine.person('ben'), at.engine.room()];
  at.engine.put(room, ana.who);
  at.engine.put(room, ben.who);
};
beforeEach(() => starts());
afterEach(() => at.stop());

const publish = (news: BrokerMessage) => at.broker.publish(news);
const say = (text: string, event?: string) => publish(at.engine.say(room, text, event));
const upTo = (seq: number) => Array.from({ length: seq }, (_, place) => place + 1);
/** Until a socket knows of everything up to this number, told or not. */
const reaches = (socket: TestSocket, seq: number) =>
  socket.hears((frame) => (frame.t === 'event' && frame.seq >= seq) || (frame.t === 'resume' && frame.to >= seq));
/** All that was sent to a socket before has arrived: the answer comes behind it. */
const caughtUp = async (socket: TestSocket) => {
  const answers = () => socket.frames.filter((frame) => (frame as unknown) === 'PONG').length;
  const before = answers();
  socket.say('PING');
  await until(() => answers() > before);
};
/** All news of Ana that came before are acted on: she enters a room after them, and hears of it. */
const newsActed = async (socket: TestSocket) => {
  const other = at.engine.room();
  publish(at.engine.put(other, ana.who));
  await socket.hears((frame) => isPassing('room.entered')(frame) && JSON.stringify(frame).includes(other));
  await caughtUp(socket);
};
const isPassing = (event: string) => (frame: ServerFrame) => frame.t === 'passing' && frame.event === event;

describe('order', () => {
  test('what is published reaches all who are in the room once, in order, and nobody else', async () => {
    const outsider = await at.arrive(at.engine.person('chidi').token);
    const sockets = [await at.arrive(ana.token), await at.arrive(ben.token)];
    for (let n = 0; n < 50; n += 1) say(`${n}`);
    for (const socket of sockets) {
      await reaches(socket, 50);
      expect(seqsIn(socket.frames)).toEqual(upTo(50));
    }
    expect(outsider.frames).toHaveLength(1);
    expect(at.engine.asked.readEvents).toBe(0);
    expect(at.counted.delivered).toBe(100);
  });

  test('whatever the broker shuffles, doubles or loses, everybody is told each event once and in order', async () => {
    const socket = await at.arrive(ana.token);
    let told = 0;
    const delivery = fc.record({ order: fc.nat(30), times: fc.integer({ min: 0, max: 2 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { minLength: 1, maxLength: 30 }), async (deliveries) => {
        const news = deliveries.flatMap(({ order, times }) => {
          const said = at.engine.say(room, 'x');
          return Array.from({ length: times }, () => ({ order, said }));
        });
        for (const { said } of news.toSorted((a, b) => a.order - b.order)) publish(said);
        say('the last one is not lost');
        const head = at.engine.head(room);
        await reaches(socket, head);
        expect(seqsIn(socket.frames)).toEqual(upTo(head));
        told = head;
      }),
      { numRuns: 30 },
    );
    expect(told).toBeGreaterThan(30);
  });

  test('a jump that closes by itself costs no read of the log, one that does not costs one for everybody', async () => {
    await at.stop();
    await starts({ patienceMs: 30 });
    const sockets = [await at.arrive(ana.token), await at.arrive(ben.token)];
    const [first, second] = [at.engine.say(room, 'one'), at.engine.say(room, 'two')];
    publish(second);
    publish(first);
    for (const socket of sockets) await reaches(socket, 2);
    expect(at.engine.asked.readEvents).toBe(0);
    for (let lost = 0; lost < 5; lost += 1) at.engine.say(room, 'lost');
    say('seen');
    for (const socket of sockets) {
      await reaches(socket, 8);
      expect(seqsIn(socket.frames)).toEqual(upTo(8));
    }
    expect(at.engine.asked.readEvents).toBe(1);
  });

  test('a gap of thousands is read in pages and told whole', async () => {
    const socket = await at.arrive(ana.token);
    for (let lost = 0; lost < 2_300; lost += 1) at.engine.say(room, 'lost');
    say('seen');
    await reaches(socket, 2_301);
    expect(seqsIn(socket.frames)).toEqual(upTo(2_301));
  });

  test('while the log cannot be read nothing is told out of order, and when it can all of it', async () => {
    const socket = await at.arrive(ana.token);
    let failures = 0;
    at.engine.before.readEvents = () => {
      failures += 1;
      if (failures < 3) throw new Error('no database');
    };
    at.engine.say(room, 'lost');
    say('two');
    say('three');
    await reaches(socket, 3);
    expect(seqsIn(socket.frames)).toEqual([1, 2, 3]);
  });

  test('a room that fell silent after a lost publish is brought up to its head by the sweep', async () => {
    await at.stop();
    await starts({ sweepMs: 40 });
    const socket = await at.arrive(ana.token);
    at.engine.say(room, 'its node died before it could publish');
    await reaches(socket, 1);
    expect(seqsIn(socket.frames)).toEqual([1]);
  });

  test('when the broker says that messages were lost, heads and rooms are read again', async () => {
    const socket = await at.arrive(ana.token);
    const other = at.engine.room();
    at.engine.put(other, ana.who);
    at.engine.say(room, 'lost');
    at.engine.takeOut(room, ben.who);
    const outside = await at.arrive(ben.token);
    publish({ kind: 'lost' });
    await reaches(socket, 1);
    expect(await socket.hears(isPassing('room.entered'))).toMatchObject({ payload: { roomId: other, head: 0 } });
    expect(seqsIn(outside.frames)).toEqual([]);
  });
});

describe('plugins that are off', () => {
  test('the number of an event that is not told still advances', async () => {
    const socket = await at.arrive(ana.token);
    say('one');
    at.engine.off.add('reactions.added');
    say('hidden', 'reactions.added');
    say('three');
    await reaches(socket, 3);
    expect(socket.frames.slice(1)).toMatchObject([
      { t: 'event', seq: 1 },
      { t: 'resume', since: 1, to: 2, events: [] },
      { t: 'event', seq: 3 },
    ]);
  });

  test('a school file that turns a plugin off takes its events out of replays at once, and everybody is told', async () => {
    const socket = await at.arrive(ana.token);
    say('one', 'reactions.added');
    say('two');
    await reaches(socket, 2);
    at.engine.off.add('reactions.added');
    publish({ kind: 'school-changed', schoolId: ana.who.person.schoolId });
    await socket.hears(isPassing('manifest.changed'));
    const back = await at.arrive(ben.token, { [room]: 0 });
    await reaches(back, 2);
    expect(seqsIn(back.frames)).toEqual([2]);
    at.engine.off.clear();
    publish({ kind: 'school-changed', schoolId: ana.who.person.schoolId });
    const again = await at.arrive(ben.token, { [room]: 0 });
    await reaches(again, 2);
    expect(seqsIn(again.frames)).toEqual([1, 2]);
  });

  test('passing frames of a plugin that is off are not sent; others reach the room, or the person alone', async () => {
    const [socket, other] = [await at.arrive(ana.token), await at.arrive(ben.token)];
    const { schoolId } = ana.who.person;
    at.engine.off.add('typing.typing');
    for (const event of ['typing.typing', 'person.changed']) {
      publish({ kind: 'passing', schoolId, room, frame: { t: 'passing', room, event, payload: {} } });
    }
    publish({
      kind: 'passing',
      schoolId,
      person: ana.who.person.id,
      frame: { t: 'passing', event: 'room.seen', payload: {} },
    });
    await socket.hears(isPassing('room.seen'));
    await other.hears(isPassing('person.changed'));
    expect(socket.frames.slice(1).map((frame) => 'event' in frame && frame.event)).toEqual([
      'person.changed',
      'room.seen',
    ]);
    expect(other.frames).toHaveLength(2);
  });
});

describe('coming back', () => {
  test('hello replays what its cursors missed, then goes on live', async () => {
    for (let n = 0; n < 10; n += 1) say(`${n}`);
    const socket = await at.arrive(ana.token, { [room]: 4 });
    say('live');
    await reaches(socket, 11);
    expect(seqsIn(socket.frames)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    const current = await at.arrive(ana.token, { [room]: 11 });
    expect(current.frames).toHaveLength(1);
  });

  test('a long replay comes in frames that follow on each other, only the last of which says it is the last', async () => {
    for (let n = 0; n < 900; n += 1) at.engine.say(room, 'x'.repeat(200));
    const socket = await at.arrive(ana.token, { [room]: 100 });
    await reaches(socket, 900);
    const frames = socket.frames.slice(1) as ReplayFrame[];
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.map(({ since }) => since)).toEqual([100, ...frames.slice(0, -1).map(({ to }) => to)]);
    expect(frames.map(({ more }) => more ?? false)).toEqual([...frames.slice(1).map(() => true), false]);
    expect(seqsIn(frames)).toEqual(upTo(900).slice(100));
  });

  test('a class that comes back at once costs a read or two of the log, whatever the cursors', async () => {
    for (let n = 0; n < 600; n += 1) at.engine.say(room, `${n}`);
    const people = Array.from({ length: 60 }, (_, n) => at.engine.person(`p${n}`));
    for (const { who } of people) at.engine.put(room, who);
    const sockets = await Promise.all(people.map(({ token }, n) => at.arrive(token, { [room]: 50 + n })));
    for (const [n, socket] of sockets.entries()) {
      await reaches(socket, 600);
      expect(seqsIn(socket.frames)).toEqual(upTo(600).slice(50 + n));
    }
    expect(at.engine.asked.readEvents).toBeLessThanOrEqual(3);
  });

  test('what was told here a moment ago is replayed without a read', async () => {
    const socket = await at.arrive(ana.token);
    for (let n = 0; n < 100; n += 1) say(`${n}`);
    await reaches(socket, 100);
    const back = await at.arrive(ana.token, { [room]: 30 });
    await reaches(back, 100);
    expect(seqsIn(back.frames)).toEqual(upTo(100).slice(30));
    expect(at.engine.asked.readEvents).toBe(0);
  });

  test('a cursor older than the log, too far behind, or ahead of the room is told to start over', async () => {
    await at.stop();
    await starts({ replayEvents: 50 });
    for (let n = 0; n < 100; n += 1) at.engine.say(room, `${n}`);
    at.engine.sweep(room, 80);
    for (const cursor of [40, 70, 101]) {
      const socket = await at.arrive(ana.token, { [room]: cursor });
      expect(await socket.hears(({ t }) => t === 'startOver')).toEqual({ t: 'startOver', room, head: 100 });
    }
    const near = await at.arrive(ana.token, { [room]: 90 });
    await reaches(near, 100);
    expect(seqsIn(near.frames)).toEqual(upTo(100).slice(90));
  });

  test('a cursor of another epoch is told to start over, in hello and in resume, though its number would fit', async () => {
    for (let n = 0; n < 3; n += 1) say(`${n}`);
    const [other, epoch] = [crypto.randomUUID(), at.engine.epoch];
    const socket = await at.open();
    socket.say({ t: 'hello', token: ana.token, cursors: { [room]: 3 }, epoch: other });
    expect(await socket.hears(({ t }) => t === 'hello')).toMatchObject({ epoch, rooms: { [room]: 3 } });
    const startOver = { t: 'startOver', room, head: 3 };
    expect(await socket.hears(({ t }) => t === 'startOver')).toEqual(startOver);
    socket.say({ t: 'resume', room, since: 1, epoch: other });
    socket.say({ t: 'resume', room, since: 1, epoch });
    await reaches(socket, 3);
    expect(socket.frames.filter(({ t }) => t === 'startOver')).toEqual([startOver, startOver]);
    expect(seqsIn(socket.frames)).toEqual([2, 3]);
  });

  test('a resume is answered from its cursor; for a room one is not in, in the words for none', async () => {
    for (let n = 0; n < 3; n += 1) say(`${n}`);
    const socket = await at.arrive(ana.token);
    socket.say({ t: 'resume', room, since: 1 });
    await reaches(socket, 3);
    expect(seqsIn(socket.frames)).toEqual([2, 3]);
    const other = at.engine.room();
    for (const elsewhere of [other, '0199a000-0000-7000-8000-00000000ffff']) {
      socket.say({ t: 'resume', room: elsewhere, since: 0 });
      const refusal = await socket.hears((frame) => frame.t === 'error' && frame.room === elsewhere);
      expect(refusal).toEqual({ t: 'error', code: 'missing', message: 'Not found.', room: elsewhere });
    }
  });

  test('an event committed while somebody signs in reaches them by one way or the other', async () => {
    let said = false;
    at.engine.before.roomsOf = () => {
      if (!said) say('between the read and the topic');
      said = true;
    };
    const socket = await at.arrive(ana.token, { [room]: 0 });
    await reaches(socket, 1);
    expect(socket.frames[0]).toMatchObject({ rooms: { [room]: 1 } });
    expect(seqsIn(socket.frames)).toEqual([1]);
  });
});

describe('rooms that hide their past', () => {
  test('a replay begins where they came in and still covers the range that was asked for', async () => {
    for (let n = 0; n < 6; n += 1) say(`${n}`);
    at.engine.put(room, ben.who, 4);
    const socket = await at.arrive(ben.token, { [room]: 1 });
    await reaches(socket, 6);
    expect(seqsIn(socket.frames)).toEqual([5, 6]);
    expect(socket.frames[1]).toMatchObject({ t: 'resume', since: 1, to: 4, events: [], more: true });
    socket.say({ t: 'resume', room, since: 0 });
    await socket.hears((frame) => frame.t === 'resume' && frame.since === 0);
    expect(Math.min(...seqsIn(socket.frames))).toBe(5);
  });

  test('a gap that is still being filled for the others does not reach the newcomer', async () => {
    const old = await at.arrive(ana.token);
    const newcomer = at.engine.person('chidi');
    for (let lost = 0; lost < 3; lost += 1) at.engine.say(room, 'before they came');
    at.engine.put(room, newcomer.who, 3);
    const [socket] = await Promise.all([at.arrive(newcomer.token), say('with all')]);
    say('after');
    await Promise.all([reaches(old, 5), reaches(socket, 5)]);
    expect(seqsIn(old.frames)).toEqual(upTo(5));
    expect(Math.min(...seqsIn(socket.frames))).toBeGreaterThan(3);
  });
});

describe('coming and going', () => {
  test('who is removed hears of it and of nothing that is published after', async () => {
    const [socket, other] = [await at.arrive(ana.token), await at.arrive(ben.token)];
    say('for both');
    await reaches(socket, 1);
    publish(at.engine.takeOut(room, ana.who));
    say('about her');
    publish({
      kind: 'passing',
      schoolId: ana.who.person.schoolId,
      room,
      frame: { t: 'passing', room, event: 'x', payload: {} },
    });
    expect(await socket.hears(isPassing('room.exited'))).toMatchObject({ payload: { roomId: room } });
    await reaches(other, 2);
    await caughtUp(socket);
    expect(seqsIn(socket.frames)).toEqual([1]);
    expect(socket.frames.filter(isPassing('x'))).toEqual([]);
    socket.say({ t: 'resume', room, since: 0 });
    await socket.hears((frame) => frame.t === 'error' && frame.code === 'missing');
  });

  test('a removal in the middle of a replay ends it', async () => {
    for (let n = 0; n < 200; n += 1) at.engine.say(room, 'x');
    at.engine.before.readEvents = () => publish(at.engine.takeOut(room, ana.who));
    const socket = await at.arrive(ana.token, { [room]: 0 });
    await socket.hears(isPassing('room.exited'));
    await caughtUp(socket);
    expect(eventsIn(socket.frames)).toEqual([]);
  });

  test('a removal that races with the sign-in wins', async () => {
    let removed = false;
    at.engine.before.roomsOf = () => {
      if (!removed) publish(at.engine.takeOut(room, ana.who));
      removed = true;
    };
    const socket = await at.arrive(ana.token);
    expect(socket.frames[0]).toMatchObject({ rooms: {} });
    expect(at.engine.asked.roomsOf).toBe(2);
  });

  test('who is put into a room hears its head and everything after it, on every device', async () => {
    const chidi = at.engine.person('chidi');
    const sockets = [await at.arrive(chidi.token), await at.arrive(chidi.token)];
    say('before');
    publish(at.engine.put(room, chidi.who));
    for (const socket of sockets) {
      expect(await socket.hears(isPassing('room.entered'))).toMatchObject({ payload: { roomId: room, head: 1 } });
    }
    say('after');
    for (const socket of sockets) {
      await reaches(socket, 2);
      expect(seqsIn(socket.frames)).toEqual([2]);
    }
  });

  test('news of two nodes that cross leave everybody where the database says', async () => {
    const socket = await at.arrive(ana.token);
    const out = at.engine.takeOut(room, ana.who);
    const back = at.engine.put(room, ana.who);
    publish(back);
    publish(out);
    await socket.hears(isPassing('room.entered'));
    say('still here');
    await reaches(socket, 1);
    const [enteredLate, outAgain] = [at.engine.put(room, ana.who), at.engine.takeOut(room, ana.who)];
    publish(outAgain);
    publish(enteredLate);
    await newsActed(socket);
    say('not for her');
    await newsActed(socket);
    expect(seqsIn(socket.frames)).toEqual([1]);
  });

  test('signing out closes the sockets of that session at once, signing out everywhere those of the account', async () => {
    const [socket, other] = [await at.arrive(ana.token), await at.arrive(ben.token)];
    publish(at.engine.signOut(ana.token));
    expect(await socket.closed).toBe(4501);
    publish({ kind: 'signed-out', account: ben.who.account, session: 'another' });
    expect(at.gateway.connections()).toBe(1);
    publish({ kind: 'signed-out', account: ben.who.account });
    expect(await other.closed).toBe(4501);
  });

  test('a change of the person closes their sockets to come back', async () => {
    const socket = await at.arrive(ana.token);
    publish({ kind: 'person-changed', person: ana.who.person.id });
    expect(await socket.closed).toBe(4010);
  });
});
