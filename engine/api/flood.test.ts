import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { queriesOf } from '../testing/count-queries.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { createLimits } from './limits.ts';

const slow = (count: number) => ({ count, seconds: 1_000 });
let server: TestServer;
let cast: Cast;
let ana: string;
let ben: string;
beforeAll(async () => {
  server = await startTestServer({ limits: { session: slow(30), bytes: slow(40_000), read: slow(200) } });
  cast = await startCast(server);
  ana = await server.signIn(cast.ana);
  ben = await server.signIn(cast.ben);
});
afterAll(() => server?.stop());

interface Asking {
  readonly token?: string;
  readonly method?: string;
  readonly body?: string;
}
const ask = (path: string, { token, method = 'GET', body }: Asking = {}) =>
  fetch(`${server.url}/trpc/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body }),
  });
async function askAccounts(what: string, token: string): Promise<number> {
  const method = what.startsWith('list') ? 'GET' : 'POST';
  return (await fetch(`${server.url}/api/auth/${what}`, { method, headers: { authorization: `Bearer ${token}` } }))
    .status;
}
const batchOf = (count: number, path: string): string => `${Array(count).fill(path).join(',')}?batch=1`;

test('a body that is far too large ends its connection, and the next request has another', async () => {
  const body = JSON.stringify({ token: 'a'.repeat(300_000) });
  for (let turn = 0; turn < 3; turn += 1) {
    const refused = await ask('session.acceptInvitation', { method: 'POST', body });
    expect([refused.status, refused.headers.get('connection')]).toEqual([400, 'close']);
    expect((await ask('session.front')).status).toBe(200);
  }
});

describe('a batch', () => {
  test('of ten calls is answered', async () => {
    const answer = await ask(batchOf(10, 'session.front'));
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ length: 10 })]);
  });

  test.each([11, 100, 500])('of %i is refused before anything is looked up', async (count) => {
    const invitation = encodeURIComponent(JSON.stringify({ 0: { token: 'a'.repeat(43) } }));
    const statements = await queriesOf(async () => {
      const answer = await ask(`${batchOf(count, 'session.invitation')}&input=${invitation}`);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(await answer.json())).toContain('"code":"invalid"');
      expect((await ask(batchOf(count, 'session.front'), { method: 'POST', body: '{}' })).status).toBe(400);
    });
    expect(statements).toEqual([]);
  });

  test('of many calls of one person counts each of them', async () => {
    const limited = await startLimited({ read: slow(15) });
    const me = () => fetch(`${limited.url}/trpc/${batchOf(10, 'session.me')}`, { headers: limited.as });
    expect((await me()).status).toBe(200);
    const statuses = ((await (await me()).json()) as { error?: { data: { code: string } } }[]).map(
      ({ error }) => error?.data.code ?? 'answered',
    );
    expect(statuses.filter((one) => one === 'answered')).toHaveLength(5);
    expect(statuses.filter((one) => one === 'TOO_MANY_REQUESTS')).toHaveLength(5);
    await limited.stop();
  });
});

async function startLimited(limits: NonNullable<Parameters<typeof startTestServer>[0]>['limits']) {
  const engine = await startTestServer({ ...(limits && { limits }) });
  const people = await startCast(engine);
  const as = { authorization: `Bearer ${await engine.signIn(people.ana)}` };
  return { url: engine.url, as, stop: () => engine.stop() };
}

describe('without a session', () => {
  test('nothing is looked up to find out that somebody is nobody', async () => {
    const statements = await queriesOf(async () => {
      for (const token of [undefined, 'made.up', 'x'.repeat(2_000), `${newId()}.${'A'.repeat(43)}=`]) {
        expect((await ask('session.me', { ...(token && { token }) })).status).toBe(401);
        expect((await ask(batchOf(10, 'rooms.list'), { ...(token && { token }) })).status).toBe(401);
      }
      expect((await fetch(`${server.url}/files/${newId()}`)).status).toBe(401);
      expect((await fetch(`${server.url}/avatars/${newId()}`)).status).toBe(404);
    });
    expect(statements).toEqual([]);
  });

  test('nobody has as much to say as a picture is long', async () => {
    const long = JSON.stringify({ school: 'oakwood', name: 'x'.repeat(20_000), email: 'a@b.example' });
    const says = async (path: string, token?: string) =>
      (await ask(path, { method: 'POST', body: long, ...(token && { token }) })).text();
    expect(await says('session.register')).toContain('That is too large.');
    expect(await says('session.rename', ben)).not.toContain('That is too large.');
  });
});

test('one session’s requests are counted before it is looked up, and nobody else waits for them', async () => {
  const dora = await server.signIn(cast.dora);
  for (let n = 0; n < 30; n += 1) await ask('session.front', { token: dora });
  const statements = await queriesOf(async () => {
    const answer = await ask('session.me', { token: dora });
    expect([answer.status, await answer.json()]).toEqual([
      429,
      {
        error: expect.objectContaining({
          data: expect.objectContaining({ error: expect.objectContaining({ code: 'limited' }) }),
        }),
      },
    ]);
    expect(
      (await fetch(`${server.url}/files/${newId()}`, { headers: { authorization: `Bearer ${dora}` } })).status,
    ).toBe(429);
    expect(await askAccounts('list-sessions', dora)).toBe(429);
    expect(await askAccounts('revoke-sessions', dora)).toBe(429);
  });
  expect(statements).toEqual([]);
  expect((await ask('session.me', { token: ben })).status).toBe(200);
  expect(await askAccounts('sign-out', dora)).toBe(200);
});

test('who has read very much waits before they read again, over HTTP and the socket alike, and may still send', async () => {
  const room = await cast.freshRoom();
  for (let n = 0; n < 12; n += 1) await cast.send(room, cast.ben, `${n} `.repeat(1_900).trim());
  const page = () => server.overHttp(ana).messages.page.query({ roomId: room.id });
  const socket = server.overSocket(ana);
  const refused = { data: { error: { code: 'limited', data: { retryAfter: expect.any(Number) } } } };
  await socket.api.messages.page.query({ roomId: room.id });
  await expect(socket.api.messages.page.query({ roomId: room.id }).then(() => 'read')).rejects.toMatchObject(refused);
  await expect(page().then(() => 'read')).rejects.toMatchObject(refused);
  const sent = await socket.api.messages.send.mutate({ roomId: room.id, clientId: newId(), text: 'still here' });
  expect(sent.message.text).toBe('still here');
  await expect(server.overHttp(ben).messages.page.query({ roomId: room.id })).resolves.toBeTruthy();
});

test('a page of messages is worth several plain reads', () => {
  const limits = createLimits({ read: { count: 10, seconds: 10 } }, () => 0);
  limits.take('read', 'ana', undefined, 4);
  limits.take('read', 'ana', undefined, 4);
  expect(() => limits.take('read', 'ana', undefined, 4)).toThrow(expect.objectContaining({ code: 'limited' }));
  limits.take('read', 'ana', undefined, 2);
});

test('a person’s transactions leave connections to everybody else', async () => {
  const { transactions } = server.engine;
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const held = (person: string) =>
    transactions.run(person, () => {
      begun.push(person);
      return new Promise<void>((end) => ends.push(end));
    });
  const all = [...Array(50).fill('ana'), 'ben'].map(held);
  await new Promise(setImmediate);
  expect(begun.filter((person) => person === 'ana').length).toBeLessThan(5);
  expect(begun).toContain('ben');
  while (begun.length < 51 || ends.length > 0) {
    ends.shift()?.();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
});
