import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { openLine, type TestLine } from '../testing/network-line.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { until } from '../testing/until.ts';

const ORIGIN = 'http://127.0.0.1';
const UNAVAILABLE = { code: 'unavailable', fault: 'unavailable' };

describe('while the database is away', () => {
  let database: TestDatabase;
  let line: TestLine;
  let server: TestServer;
  let cast: Cast;
  let token: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    const address = new URL(database.url);
    line = await openLine(Number(address.port));
    address.port = String(line.port);
    server = await startTestServer({ beside: { database: { url: address.href } } });
    cast = await startCast(server);
    token = await server.signIn(cast.ana);
  });
  beforeEach(() => {
    line.down(true);
    line.cut();
  });
  afterAll(async () => {
    line.down(false);
    await server?.stop();
    line.close();
    await database.drop();
  });

  const refusal = (asking: Promise<unknown>): Promise<unknown> =>
    asking.then(
      () => 'done',
      (error: { data?: unknown }) => error.data,
    );
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
    });

  test('reads, sends and plugins’ procedures are unavailable over HTTP, and the status says so', async () => {
    const { messages, rooms, notifications } = server.overHttp(token);
    const roomId = cast.room.id;
    for (const asking of [
      messages.page.query({ roomId }),
      rooms.list.query(),
      notifications.list.query({}),
      notifications.readAll.mutate(),
    ])
      expect(await refusal(asking)).toMatchObject({ httpStatus: 503, error: UNAVAILABLE });
  });

  test('a command that waited for it in vain is unavailable to whoever asked in process or by socket', async () => {
    const calls = [
      server.ask(cast.ana, 'messages.page', { roomId: cast.room.id }),
      server.ask(cast.ana, 'messages.send', { roomId: cast.room.id, clientId: newId(), text: 'Hello' }),
      server.ask(cast.rivera, 'rooms.rename', { roomId: cast.room.id, title: 'Another' }),
    ];
    for (const { error } of await Promise.all(calls))
      expect(error?.data).toMatchObject({ code: 'SERVICE_UNAVAILABLE', httpStatus: 503, error: UNAVAILABLE });
  });

  test('pictures, files and uploads are unavailable', async () => {
    const tus = { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': `filename ${btoa('a.pdf')}` };
    expect((await ask(`/avatars/${cast.ben.id}`)).status).toBe(503);
    expect((await ask(`/files/${newId()}`)).status).toBe(503);
    expect((await ask('/files', { method: 'POST', headers: tus })).status).toBe(503);
  });

  test('signing in, signing out and sessions are unavailable, and nobody is told that they are signed out', async () => {
    for (const [path, body] of [
      ['/sign-in/email', { email: cast.ana.email, password: 'correct horse battery' }],
      ['/sign-out', {}],
      ['/request-password-reset', { email: cast.ana.email }],
      ['/revoke-other-sessions', {}],
      ['/change-password', { currentPassword: 'correct horse battery', newPassword: 'another horse battery' }],
    ] as const) {
      const answer = await post(`/api/auth${path}`, body);
      expect({ path, status: answer.status, body: await answer.json() }).toMatchObject({
        ...{ path, status: 503, body: { error: UNAVAILABLE } },
      });
    }
    line.down(false);
    await until(async () => (await ask('/trpc/session.me')).status === 200);
  });

  test('a socket that says hello is told to come back', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/realtime`);
    await new Promise((open) => socket.addEventListener('open', open));
    const closed = new Promise<{ code: number }>((heard) => socket.addEventListener('close', heard));
    socket.send(JSON.stringify({ t: 'hello', token, cursors: {} }));
    expect((await closed).code).toBe(4001);
  });

  test('the node is not ready, and the log has a line about it now and then, not one a request', async () => {
    const before = server.logged.length;
    const statuses = await Promise.all(Array.from({ length: 30 }, () => ask('/trpc/session.me')));
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([503]));
    expect((await ask('/readyz')).status).toBe(503);
    expect(server.logged.slice(before).filter(({ level }) => level === 'error' || level === 50)).toEqual([]);
    expect(server.logged.length - before).toBeLessThan(10);
  });
});
