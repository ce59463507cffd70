import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../errors/domain-error.ts';
import { ORIGIN, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import { CLOSE } from './close-codes.ts';
import { MAX_FRAME_BYTES } from './protocol.ts';

let at: TestGateway;
const starts = async (limits = {}) => {
  at = await startTestGateway({ limits });
};
afterEach(() => at.stop());

const hello = (token?: string) => ({ t: 'hello', cursors: {}, ...(token && { token }) });

describe('signing in', () => {
  beforeEach(() => starts());

  test('the first frame signs in by its token and is answered with the rooms and their heads', async () => {
    const ana = at.engine.person('ana');
    const room = at.engine.room();
    at.engine.put(room, ana.who);
    at.engine.say(room, 'one');
    const socket = await at.arrive(ana.token);
    const { epoch } = at.engine;
    expect(socket.frames).toEqual([{ t: 'hello', person: ana.who.person.id, epoch, rooms: { [room]: 1 } }]);
  });

  test('the cookie of the upgrade signs in, and hello needs no token then', async () => {
    const ana = at.engine.person('ana');
    const socket = await at.open({ cookie: `session=${ana.token}`, origin: ORIGIN });
    socket.say(hello());
    expect(await socket.hears(({ t }) => t === 'hello')).toMatchObject({ person: ana.who.person.id });
  });

  test('a token in hello outranks the cookie', async () => {
    const [ana, ben] = [at.engine.person('ana'), at.engine.person('ben')];
    const socket = await at.open({ cookie: `session=${ana.token}` });
    socket.say(hello(ben.token));
    expect(await socket.hears(({ t }) => t === 'hello')).toMatchObject({ person: ben.who.person.id });
    at.broker.publish({ kind: 'person-changed', person: ana.who.person.id });
    expect(at.gateway.connections()).toBe(1);
  });

  test('a cookie that signs nobody in opens the socket, which a token in hello may still sign in', async () => {
    const ana = at.engine.person('ana');
    const socket = await at.open({ cookie: 'session=over' });
    socket.say(hello(ana.token));
    expect(await socket.hears(({ t }) => t === 'hello')).toBeDefined();
  });

  test('hello of nobody is closed with signed-out', async () => {
    const socket = await at.open();
    socket.say(hello());
    expect(await socket.closed).toBe(CLOSE.signedOut);
    const other = await at.open();
    other.say(hello('stolen'));
    expect(await other.closed).toBe(CLOSE.signedOut);
  });

  test('a page of another site that rides on a cookie is refused at the upgrade', async () => {
    const ana = at.engine.person('ana');
    const cookie = `session=${ana.token}`;
    for (const origin of [
      'https://evil.example',
      'https://school.example.evil.example',
      'http://school.example',
      'null',
    ]) {
      await expect(at.open({ cookie, origin })).rejects.toThrow('refused');
    }
    expect(at.engine.asked.signIn).toBe(0);
  });

  test('a page of another site that has a token of its own comes in', async () => {
    const ana = at.engine.person('ana');
    const socket = await at.open({ origin: 'https://platform.example' });
    socket.say(hello(ana.token));
    expect(await socket.hears(({ t }) => t === 'hello')).toBeDefined();
  });

  test('a program signs in by the authorization header', async () => {
    const ana = at.engine.person('ana');
    const socket = await at.open({ authorization: `Bearer ${ana.token}` });
    socket.say(hello());
    expect(await socket.hears(({ t }) => t === 'hello')).toBeDefined();
  });

  test('a sign-out that overtakes the sign-in it races with wins', async () => {
    const ana = at.engine.person('ana');
    let signedOut = false;
    at.engine.before.signIn = () => {
      if (signedOut) return;
      signedOut = true;
      at.broker.publish(at.engine.signOut(ana.token));
    };
    // The fixture looks the session up after this; a real database would have read it before: the account is asked for again.
    const socket = await at.open();
    socket.say(hello(ana.token));
    expect(await socket.closed).toBe(CLOSE.signedOut);
  });

  test('another path than /realtime does not open', async () => {
    const { openSocket } = await import('../testing/test-gateway.ts');
    await expect(openSocket(at.url.replace('realtime', 'other'))).rejects.toThrow('refused');
  });
});

test('a socket that does not say hello in time is closed, one that does stays', async () => {
  await starts({ helloMs: 60 });
  const ana = at.engine.person('ana');
  const silent = await at.open();
  const cookieOnly = await at.open({ cookie: `session=${ana.token}` });
  const spoken = await at.arrive(ana.token);
  expect(await silent.closed).toBe(CLOSE.slowToSignIn);
  expect(await cookieOnly.closed).toBe(CLOSE.slowToSignIn);
  spoken.say('PING');
  expect(await spoken.hears((frame) => (frame as unknown) === 'PONG')).toBeDefined();
});

describe('bad frames', () => {
  beforeEach(() => starts());

  const bad: Record<string, string | object | ArrayBuffer> = {
    'text that is not JSON': 'hello there',
    'JSON that is no object': '7',
    null: 'null',
    'an unknown frame': { t: 'publish', room: 'x' },
    'a second hello': hello('token-ana'),
    'a call without a method': { id: 1, params: { path: 'x' } },
    'a subscription': { id: 1, method: 'subscription', params: { path: 'x' } },
    'a call with extra keys': { id: 1, method: 'query', params: { path: 'x' }, extra: 1 },
    'a call with a prototype key': '{"id":1,"method":"query","params":{"path":"x"},"__proto__":{"a":1}}',
    'a resume of something that is no room': { t: 'resume', room: '../other', since: 0 },
    'a resume before the beginning': { t: 'resume', room: '0199a000-0000-7000-8000-000000000001', since: -1 },
    'a binary frame': new TextEncoder().encode('{"id":1,"method":"query","params":{"path":"x"}}').buffer as ArrayBuffer,
    'a frame that is too long': { id: 1, method: 'query', params: { path: 'x', input: 'x'.repeat(MAX_FRAME_BYTES) } },
  };
  for (const [name, frame] of Object.entries(bad)) {
    test(`${name} closes the socket it came on as invalid, and no other`, async () => {
      const ana = at.engine.person('ana');
      const [socket, other] = [await at.arrive(ana.token), await at.arrive(ana.token)];
      if (frame instanceof ArrayBuffer) socket.ws.send(frame);
      else socket.say(frame);
      expect(await socket.closed).toBe(CLOSE.invalid);
      other.say({ id: 5, method: 'query', params: { path: 'x', input: 1 } });
      expect(await other.hears((answer) => 'id' in answer)).toMatchObject({ id: 5, result: { data: 1 } });
    });
  }

  test('a frame far beyond the limit is cut off by the library, which the other side sees as 1006', async () => {
    const socket = await at.arrive(at.engine.person('ana').token);
    socket.say('x'.repeat(2 * MAX_FRAME_BYTES + 1));
    expect(await socket.closed).toBe(1006);
  });

  test('a frame of exactly the limit is read', async () => {
    const socket = await at.arrive(at.engine.person('ana').token);
    const call = { id: 1, method: 'query', params: { path: 'x', input: '' } };
    call.params.input = 'x'.repeat(MAX_FRAME_BYTES - JSON.stringify(call).length);
    socket.say(call);
    expect(await socket.hears((frame) => 'id' in frame)).toMatchObject({ id: 1 });
  });

  for (const [name, frame] of [
    ['a call', { id: 1, method: 'query', params: { path: 'x' } }],
    ['a resume', { t: 'resume', room: '0199a000-0000-7000-8000-000000000001', since: 0 }],
  ] as const) {
    test(`${name} before hello closes the socket and is not carried out`, async () => {
      const ana = at.engine.person('ana');
      const socket = await at.open({ cookie: `session=${ana.token}` });
      socket.say(frame);
      expect(await socket.closed).toBe(CLOSE.invalid);
      expect(at.engine.asked).toMatchObject({ call: 0, readEvents: 0 });
    });
  }
});

test('a flood closes the flooding socket with limited while another is served', async () => {
  await starts({ burst: 20, perSecond: 10 });
  const ana = at.engine.person('ana');
  const [flooding, calm] = [await at.arrive(ana.token), await at.arrive(ana.token)];
  for (let id = 0; id < 40; id += 1) flooding.say({ id, method: 'query', params: { path: 'x' } });
  expect(await flooding.closed).toBe(CLOSE.limited);
  expect(at.engine.asked.call).toBe(19); // hello was the first of twenty
  calm.say('PING');
  expect(await calm.hears((frame) => (frame as unknown) === 'PONG')).toBeDefined();
});

describe('calls', () => {
  beforeEach(() => starts());

  test('calls are answered by their ids, whichever is done first', async () => {
    const waits: (() => void)[] = [];
    at.engine.calls = (_who, { id }) => (id === 1 ? new Promise((go) => waits.push(() => go('slow'))) : 'fast');
    const socket = await at.arrive(at.engine.person('ana').token);
    socket.say({ id: 1, method: 'mutation', params: { path: 'x' } });
    socket.say({ id: 'two', method: 'query', params: { path: 'x' } });
    await socket.hears((frame) => 'id' in frame && frame.id === 'two');
    waits[0]?.();
    expect(await socket.hears((frame) => 'id' in frame && frame.id === 1)).toMatchObject({ result: { data: 'slow' } });
  });

  test('a door that fails closes its own socket to come back, one that refuses with the code of its fault', async () => {
    const ana = at.engine.person('ana');
    const [one, other] = [await at.arrive(ana.token), await at.arrive(ana.token)];
    at.engine.calls = (_who, { params }) => {
      throw params.path === 'bug' ? new Error('no database') : new DomainError('x', 'signed-out', 'Signed out.');
    };
    one.say({ id: 1, method: 'query', params: { path: 'bug' } });
    expect(await one.closed).toBe(CLOSE.failure);
    other.say({ id: 1, method: 'query', params: { path: 'refused' } });
    expect(await other.closed).toBe(CLOSE.signedOut);
  });

  test('a hello that cannot be looked up is sent away to come back, without harm to the next', async () => {
    const ana = at.engine.person('ana');
    at.engine.before.signIn = () => Promise.reject(new Error('no database'));
    const first = await at.open({ cookie: `session=${ana.token}` });
    first.say(hello());
    expect(await first.closed).toBe(CLOSE.failure);
    delete at.engine.before.signIn;
    at.engine.before.roomsOf = () => Promise.reject(new Error('no database'));
    const second = await at.open();
    second.say(hello(ana.token));
    expect(await second.closed).toBe(CLOSE.failure);
    delete at.engine.before.roomsOf;
    expect((await at.arrive(ana.token)).frames).toHaveLength(1);
  });
});

describe('stopping', () => {
  beforeEach(() => starts());

  test('stopping answers the call that is running, sends everybody elsewhere and takes nobody more', async () => {
    const ana = at.engine.person('ana');
    let finish = () => {};
    at.engine.calls = () => new Promise((go) => (finish = () => go('done')));
    const [busy, idle] = [await at.arrive(ana.token), await at.arrive(ana.token)];
    busy.say({ id: 1, method: 'mutation', params: { path: 'x' } });
    await until(() => at.engine.asked.call > 0);
    const stopped = at.gateway.stop(2_000);
    expect(await idle.closed).toBe(CLOSE.stopping);
    await expect(at.open()).rejects.toThrow();
    finish();
    expect(await busy.hears((frame) => 'id' in frame)).toMatchObject({ result: { data: 'done' } });
    expect(await busy.closed).toBe(CLOSE.stopping);
    await stopped;
    expect(at.gateway.connections()).toBe(0);
  });

  test('a call that does not end holds the stop up for the time of grace only', async () => {
    at.engine.calls = () => new Promise(() => {});
    const socket = await at.arrive(at.engine.person('ana').token);
    socket.say({ id: 1, method: 'mutation', params: { path: 'x' } });
    await until(() => at.engine.asked.call > 0);
    await at.gateway.stop(30);
    expect(await socket.closed).toBe(CLOSE.stopping);
  });
});

test('sockets are counted as they open and close, with their codes', async () => {
  await starts();
  const socket = await at.arrive(at.engine.person('ana').token);
  expect(at.counted.sockets).toBe(1);
  socket.say('nonsense');
  await socket.closed;
  expect(at.counted).toMatchObject({ sockets: 0, codes: [CLOSE.invalid] });
});
