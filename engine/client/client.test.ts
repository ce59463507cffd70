import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRealtimeClient, type RealtimeClient, refusalOf } from '../client.ts';
import type { EventFrame, PassingFrame } from '../realtime/protocol.ts';
import { openLine, type TestLine } from '../testing/network-line.ts';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import type { Timing } from './timing.ts';

let at: TestGateway;
let line: TestLine;
let ana: ReturnType<TestGateway['engine']['person']>;
let room: string;
const clients: RealtimeClient<never>[] = [];

/** The procedures of the fixture: whatever is asked is given back. */
interface AnyCall {
  query(input?: unknown, options?: object): Promise<unknown>;
  mutate(input?: unknown): Promise<unknown>;
}
interface AnyApi {
  readonly rooms: { readonly list: AnyCall; readonly join: AnyCall; readonly rename: AnyCall };
  readonly messages: { readonly page: AnyCall; readonly send: AnyCall };
  readonly session: { readonly setAvatar: AnyCall };
}
type Client = Omit<RealtimeClient<never>, 'api'> & { readonly api: AnyApi };

const opens = (timing: Partial<Timing> = {}, token: () => string | null = () => ana.token): Client => {
  const url = `ws://127.0.0.1:${line.port}/realtime`;
  const client = createRealtimeClient<never>({ url, token, timing: { tick: 20, ...timing } });
  clients.push(client);
  return client as never;
};
const becomes = (client: Client, status: string) =>
  new Promise<void>((go) => {
    if (client.status === status) return go();
    const stop = client.onStatus((now) => {
      if (now !== status) return;
      stop();
      go();
    });
  });
const starts = async (limits = {}) => {
  at = await startTestGateway({ limits });
  line = await openLine(at.gateway.port);
  ana = at.engine.person('ana');
  room = at.engine.room();
  at.engine.put(room, ana.who);
};
beforeEach(() => starts());
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  line.close();
  await at.stop();
});

const say = (text = 'x', clientId?: string) => at.broker.publish(at.engine.say(room, text, 'message.sent', clientId));
const upTo = (seq: number) => Array.from({ length: seq }, (_, place) => place + 1);
const following = (client: Client, since: number, of = room) => {
  const heard: number[] = [];
  const restarts: number[] = [];
  const passed: PassingFrame[] = [];
  const stop = client.follow(of, since, {
    event: ({ seq }) => heard.push(seq),
    passing: (frame) => passed.push(frame),
    startOver: (head) => restarts.push(head),
  });
  return { heard, restarts, passed, stop };
};

describe('following', () => {
  test('a follower hears what came after its cursor and goes on live', async () => {
    for (let n = 0; n < 5; n += 1) say();
    const client = opens();
    const { heard } = following(client, 2);
    await becomes(client, 'live');
    say();
    await until(() => heard.length >= 4);
    expect(heard).toEqual([3, 4, 5, 6]);
  });

  test('a follower that begins further back than the client stands gets its own past', async () => {
    const client = opens();
    await becomes(client, 'live');
    for (let n = 0; n < 5; n += 1) say();
    const first = following(client, 0);
    await until(() => first.heard.length === 5);
    const second = following(client, 2);
    await until(() => second.heard.length === 3);
    say();
    await until(() => second.heard.length === 4);
    expect([first.heard, second.heard]).toEqual([upTo(6), [3, 4, 5, 6]]);
  });

  test('whoever stops following, even while being told, hears nothing more; one that throws disturbs nobody', async () => {
    const thrown: unknown[] = [];
    const catchThrown = (error: unknown) => thrown.push(error);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', catchThrown);
    const client = opens();
    await becomes(client, 'live');
    const heard: number[] = [];
    const stop = client.follow(room, 0, {
      event({ seq }) {
        heard.push(seq);
        if (seq === 2) stop();
        throw new Error('a follower broke');
      },
      startOver: () => {},
    });
    const other = following(client, 0);
    for (let n = 0; n < 4; n += 1) say();
    await until(() => other.heard.length === 4);
    process.off('uncaughtException', catchThrown);
    for (const listener of others) process.on('uncaughtException', listener);
    expect(heard).toEqual([1, 2]);
    expect(thrown).toHaveLength(2);
  });

  test('a server whose database was restored lets every follower start over, also where the number is the same', async () => {
    for (let n = 0; n < 3; n += 1) say();
    const client = opens();
    const { heard, restarts } = following(client, 0);
    await until(() => heard.length === 3);
    at.engine.epoch = crypto.randomUUID();
    line.cut();
    await until(() => restarts.length > 0);
    await becomes(client, 'live');
    say();
    await until(() => heard.length === 4);
    expect([heard, restarts]).toEqual([[1, 2, 3, 4], [3]]);
    line.cut();
    await becomes(client, 'waiting');
    say();
    await until(() => heard.length === 5);
    expect(restarts).toEqual([3]);
  });

  test('numbers whose events are not told make no gap', async () => {
    const client = opens();
    const { heard } = following(client, 0);
    await becomes(client, 'live');
    at.engine.off.add('reactions.added');
    say();
    at.broker.publish(at.engine.say(room, 'x', 'reactions.added'));
    say();
    await until(() => heard.length === 2);
    await client.api.rooms.list.query('an answer comes behind all that was told');
    expect(heard).toEqual([1, 3]);
    expect(at.engine.asked.readEvents).toBe(0);
  });

  test('passing frames go to those who follow their room, or to the person', async () => {
    const client = opens();
    const { passed } = following(client, 0);
    const mine: PassingFrame[] = [];
    client.onPerson((frame) => mine.push(frame));
    await becomes(client, 'live');
    const { id, schoolId } = ana.who.person;
    at.broker.publish({
      kind: 'passing',
      schoolId,
      room,
      frame: { t: 'passing', room, event: 'typing.typing', payload: 1 },
    });
    at.broker.publish({
      kind: 'passing',
      schoolId,
      person: id,
      frame: { t: 'passing', event: 'contacts.changed', payload: {} },
    });
    await until(() => mine.length > 0 && passed.length > 0);
    expect([passed, mine]).toMatchObject([[{ event: 'typing.typing' }], [{ event: 'contacts.changed' }]]);
  });

  test('a cursor that is too old starts over and goes on from the head', async () => {
    for (let n = 0; n < 9; n += 1) at.engine.say(room, 'x');
    at.engine.sweep(room, 5);
    const client = opens();
    const { heard, restarts } = following(client, 2);
    await becomes(client, 'live');
    await until(() => restarts.length > 0);
    say();
    await until(() => heard.length > 0);
    expect([restarts, heard]).toEqual([[9], [10]]);
  });

  test('a room one is put into is heard from its head, one that was followed before from its cursor', async () => {
    const later = at.engine.room();
    const client = opens();
    const all: EventFrame[] = [];
    client.onEvent((frame) => all.push(frame));
    const { heard } = following(client, 1, later);
    await becomes(client, 'live');
    for (let n = 0; n < 3; n += 1) at.broker.publish(at.engine.say(later, 'x'));
    at.broker.publish(at.engine.put(later, ana.who));
    await until(() => heard.length === 2);
    at.broker.publish(at.engine.say(later, 'x'));
    await until(() => heard.length === 3);
    expect(heard).toEqual([2, 3, 4]);
    expect(all.map(({ seq }) => seq)).toEqual([4]);
    at.broker.publish(at.engine.takeOut(later, ana.who));
    at.broker.publish(at.engine.say(later, 'x'));
    say();
    await until(() => all.length === 2);
    expect(heard).toHaveLength(3);
  });
});

/** Somebody else loses the connection three times and is back each time: so long a client had that may not come back. */
async function othersComeBack(): Promise<void> {
  const other = at.engine.person('other');
  const client = opens({}, () => other.token);
  for (const _ of [1, 2, 3]) {
    await becomes(client, 'live');
    line.cut();
    await becomes(client, 'waiting');
  }
  await becomes(client, 'live');
}

describe('coming back', () => {
  test('whatever is cut and whenever, every follower hears every event once and in order', async () => {
    const client = opens();
    const all: number[] = [];
    client.onEvent(({ seq }) => all.push(seq));
    const first = following(client, 0);
    await becomes(client, 'live');
    const step = fc.constantFrom('say', 'say', 'say', 'say', 'lose', 'cut', 'ask', 'follow', 'shuffle');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        const since = at.engine.head(room);
        const late = [following(client, since)];
        for (const what of steps) {
          if (what === 'say') say();
          else if (what === 'lose') at.engine.say(room, 'its publish is lost');
          else if (what === 'cut') line.cut();
          else if (what === 'ask') await client.api.rooms.list.query().catch(() => {});
          else if (what === 'follow') late.push(following(client, since));
          else {
            const [a, b] = [at.engine.say(room, 'a'), at.engine.say(room, 'b')];
            at.broker.publish(b);
            at.broker.publish(a);
          }
        }
        say();
        const head = at.engine.head(room);
        await until(() => [first, ...late].every(({ heard }) => heard.at(-1) === head) && all.at(-1) === head);
        for (const { heard, stop } of late) {
          stop();
          expect(heard).toEqual(upTo(head).slice(since));
        }
        expect(first.heard).toEqual(upTo(head));
        expect(all).toEqual(upTo(head));
        expect(first.restarts).toEqual([]);
      }),
      { numRuns: 15, interruptAfterTimeLimit: 15_000 },
    );
  }, 40_000);

  test('a connection that died without a word is noticed and replaced', async () => {
    const client = opens({ quiet: 60, dead: 60 });
    const { heard } = following(client, 0);
    await becomes(client, 'live');
    line.freeze();
    say();
    await becomes(client, 'waiting');
    line.cut();
    line.thaw();
    await until(() => heard.length === 1);
    expect(client.status).toBe('live');
  });

  test('a server that greets nobody is left for another try', async () => {
    at.engine.before.roomsOf = () => new Promise(() => {});
    const client = opens({ arrive: 80 });
    await becomes(client, 'waiting');
    at.engine.before.roomsOf = () => {};
    await becomes(client, 'live');
  });

  test('a replay that never comes makes a new connection, which brings it', async () => {
    at.engine.before.readEvents = () => new Promise(() => {});
    for (let n = 0; n < 4; n += 1) at.engine.say(room, 'x');
    const client = opens({ dead: 80 });
    const { heard } = following(client, 0);
    await becomes(client, 'live');
    await becomes(client, 'waiting');
    expect(heard).toEqual([]);
    delete at.engine.before.readEvents;
    // The gateway still waits for its read: another one takes over.
    const next = await startTestGateway({ engine: at.engine });
    line.lead(next.gateway.port);
    await until(() => heard.length === 4);
    expect(heard).toEqual([1, 2, 3, 4]);
    await next.stop();
  });

  test('a stopping node is left and come back to, with every room told again', async () => {
    const client = opens();
    const heads: unknown[] = [];
    client.onRooms((rooms) => heads.push(rooms));
    await becomes(client, 'live');
    await at.gateway.stop(100);
    await becomes(client, 'waiting');
    at.engine.say(room, 'meanwhile');
    const next = await startTestGateway({ engine: at.engine });
    line.lead(next.gateway.port);
    await becomes(client, 'live');
    expect(heads).toEqual([{ [room]: 0 }, { [room]: 1 }]);
    await next.stop();
  });

  test('signed out is final until somebody signs in again', async () => {
    const client = opens();
    await becomes(client, 'live');
    at.broker.publish(at.engine.signOut(ana.token));
    await becomes(client, 'signed-out');
    const refused = await client.api.rooms.list.query().catch(refusalOf);
    expect(refused).toMatchObject({ code: 'signed-out', fault: 'signed-out' });
    await othersComeBack();
    expect([client.status, at.gateway.connections()]).toEqual(['signed-out', 1]);
    ana = at.engine.person('ana');
    client.retry();
    await becomes(client, 'live');
    expect(await client.api.rooms.list.query(7)).toBe(7);
  });

  test('a call that waits is never made in the name of another person who signed in meanwhile', async () => {
    const ben = at.engine.person('ben');
    at.engine.put(room, ben.who);
    let token = ana.token;
    const client = opens({}, () => token);
    await becomes(client, 'live');
    expect(client.person).toBe(ana.who.person.id);
    line.cut();
    token = ben.token;
    await becomes(client, 'waiting');
    const refused = client.send({ roomId: room, text: 'from ana' }).catch(refusalOf);
    expect(await refused).toMatchObject({ code: 'signed-out' });
    expect([client.status, client.person]).toEqual(['signed-out', null]);
    client.retry();
    await becomes(client, 'live');
    expect(client.person).toBe(ben.who.person.id);
  });

  test('after close nothing is tried and every call fails at once', async () => {
    const client = opens();
    await becomes(client, 'live');
    client.close();
    await othersComeBack();
    expect([client.status, at.gateway.connections()]).toEqual(['closed', 1]);
    expect(await client.api.rooms.list.query().catch(refusalOf)).toMatchObject({ code: 'unavailable' });
  });
});

describe('calls', () => {
  test('calls go over the socket and their refusals arrive as the server made them', async () => {
    const client = opens();
    const data = {
      code: 'FORBIDDEN',
      error: { code: 'rooms.on-request', fault: 'forbidden', message: 'Ask.', data: { a: 1 } },
    };
    expect(await client.api.messages.page.query({ limit: 5 })).toEqual({ limit: 5 });
    at.engine.answers = ({ id }) => ({ id, error: { code: -32_003, message: 'Ask.', data } });
    const refused = await client.api.rooms.join.mutate({}).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'TRPCClientError', data });
    expect(refusalOf(refused)).toEqual({
      code: 'rooms.on-request',
      fault: 'forbidden',
      message: 'Ask.',
      data: { a: 1 },
    });
    expect(refusalOf(new Error('another'))).toBeNull();
  });

  test('what may be repeated is asked again over the next connection, what may not fails with its fate unknown', async () => {
    const client = opens();
    await becomes(client, 'live');
    const asked: string[] = [];
    at.engine.calls = (_who, { params }) => {
      asked.push(params.path);
      return asked.length <= 3 ? new Promise(() => {}) : params.path;
    };
    const query = client.api.rooms.list.query();
    const send = client.api.messages.send.mutate({ clientId: 'c' });
    const rename = client.api.rooms.rename.mutate({}).catch(refusalOf);
    await until(() => asked.length === 3);
    line.cut();
    expect(await Promise.all([query, send, rename])).toMatchObject([
      'rooms.list',
      'messages.send',
      { code: 'unavailable', fault: 'unavailable', data: { fate: 'unknown' } },
    ]);
    expect(asked.toSorted()).toEqual(['messages.send', 'messages.send', 'rooms.list', 'rooms.list', 'rooms.rename']);
  });

  test('a call waits for the connection, but not for ever', async () => {
    line.down(true);
    const client = opens({ call: 1_000 });
    const late = client.api.rooms.list.query(1).catch(refusalOf);
    expect(await late).toMatchObject({ code: 'unavailable', data: { fate: 'not-sent' } });
    const soon = client.api.rooms.list.query(2);
    line.down(false);
    expect(await soon).toBe(2);
  });

  test('an answer that never comes fails the call; a call that is taken back is not answered', async () => {
    const client = opens({ answer: 50 });
    await becomes(client, 'live');
    at.engine.calls = () => new Promise(() => {});
    expect(await client.api.rooms.list.query().catch(refusalOf)).toMatchObject({ data: { fate: 'unknown' } });
    const taken = new AbortController();
    const query = client.api.rooms.list.query(1, { signal: taken.signal });
    taken.abort();
    await expect(query).rejects.toThrow(/abort/i);
  });

  test('a frame that would be too long is refused here, and the connection stays', async () => {
    const client = opens();
    await becomes(client, 'live');
    const refused = await client.api.session.setAvatar.mutate({ image: 'ü'.repeat(40_000) }).catch(refusalOf);
    expect(refused).toMatchObject({ code: 'too-long', fault: 'invalid' });
    expect(await client.api.rooms.list.query('x'.repeat(60_000))).toHaveLength(60_000);
    expect(client.status).toBe('live');
  });

  test('hundreds of calls at once are sent no faster than the server takes them', async () => {
    const client = opens();
    const answers = await Promise.all(Array.from({ length: 130 }, (_, n) => client.api.rooms.list.query(n)));
    expect(answers).toEqual(Array.from({ length: 130 }, (_, n) => n));
    expect(at.counted.codes).toEqual([]);
  });
});

describe('sending', () => {
  const sends = (answer: 'at once' | 'never') => {
    at.engine.calls = (_who, { params }) => {
      const { clientId, text } = params.input as { clientId: string; text: string };
      const known = at.engine
        .log(room)
        .find(({ payload }) => (payload as { message: { clientId: string } }).message.clientId === clientId);
      if (!known) say(text, clientId);
      const seq = known?.seq ?? at.engine.head(room);
      return answer === 'never' && !known ? new Promise(() => {}) : { seq, message: { clientId, text, seq } };
    };
  };

  test('a send resolves with the message as it was stored', async () => {
    sends('at once');
    const client = opens();
    const { message, seq } = await client.send({ roomId: room, text: 'Hello' });
    expect([message.text, message.clientId.length, seq]).toEqual(['Hello', 36, 1]);
  });

  test('the event confirms a send whose answer is lost', async () => {
    sends('never');
    const client = opens();
    const { message, seq } = await client.send({ roomId: room, text: 'Hello', clientId: 'mine' });
    expect([message, seq]).toMatchObject([{ roomId: room, text: 'Hello', clientId: 'mine', deletedAt: null }, 1]);
  });

  test('messages given while there is no connection are stored once each, in their order', async () => {
    sends('at once');
    const client = opens();
    await becomes(client, 'live');
    line.down(true);
    line.cut();
    const sent = ['one', 'two', 'three'].map((text) => client.send({ roomId: room, text }));
    for (const status of ['waiting', 'connecting', 'waiting']) await becomes(client, status);
    line.down(false);
    expect((await Promise.all(sent)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(at.engine.log(room).map(({ payload }) => (payload as { message: { text: string } }).message.text)).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  test('one that is refused does not keep the next from being sent', async () => {
    const client = opens();
    await becomes(client, 'live');
    const error = {
      code: -32_000,
      message: 'No.',
      data: { error: { code: 'muted', fault: 'forbidden', message: 'No.', data: {} } },
    };
    at.engine.answers = ({ id }) => ({ id, error });
    const refused = client.send({ roomId: room, text: 'one' }).catch(refusalOf);
    const next = client.send({ roomId: room, text: 'two' });
    expect(await refused).toMatchObject({ code: 'muted' });
    at.engine.answers = undefined;
    sends('at once');
    expect((await next).message.text).toBe('two');
  });
});
