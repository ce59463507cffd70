import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventFrame } from '../client.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

let server: TestServer;
let cast: Cast;
let token: string;

beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
  token = await server.signIn(cast.ana);
});
afterAll(() => server?.stop());

interface Reply {
  readonly status: number;
  readonly body: {
    error?: { message: string; data: { code: string; httpStatus: number; error: object } };
    result?: { data: unknown };
  };
}

async function ask(
  path: string,
  { method = 'POST', body, headers = {} as Record<string, string> } = {} as {
    method?: string;
    body?: string;
    headers?: Record<string, string>;
  },
): Promise<Reply> {
  const sent = { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers };
  const answer = await fetch(`${server.url}/trpc/${path}`, {
    method,
    headers: sent,
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  expect(text).not.toMatch(/\bat .*\.ts:\d+|node_modules|stack/);
  return { status: answer.status, body: JSON.parse(text) as Reply['body'] };
}

const MISSING = { code: 'missing', fault: 'missing', message: 'Not found.', data: {} };

describe('over HTTP', () => {
  test('a message is sent, read and answered like everywhere else', async () => {
    const { room, ben, texts } = cast;
    const { message, seq } = await server
      .overHttp(token)
      .messages.send.mutate({ roomId: room.id, clientId: newId(), text: 'over HTTP' });
    expect(message).toMatchObject({ seq, text: 'over HTTP', author: cast.ana.id });
    expect(await texts(room, ben)).toContain('over HTTP');
  });

  test('a refusal has the status of its fault, and says code, sentence and data', async () => {
    const asked = JSON.stringify({ roomId: cast.room.id, clientId: newId(), text: '' });
    expect(await ask('messages.send', { body: asked })).toMatchObject({
      status: 400,
      body: {
        error: {
          message: 'Write something first.',
          data: { code: 'BAD_REQUEST', httpStatus: 400, error: { code: 'invalid', data: { field: 'text' } } },
        },
      },
    });
    const rename = JSON.stringify({ roomId: cast.room.id, title: 'Mine' });
    expect(await ask('rooms.rename', { body: rename })).toMatchObject({
      status: 403,
      body: { error: { data: { error: { code: 'roles.not-allowed' } } } },
    });
  });

  test('what is not there is answered the same, whether it was never there, is off, is not yours or is asked by the wrong method', async () => {
    await server.usePlugins('oakwood', {});
    const never = await ask('noSuch.thing', { body: '{}' });
    expect(never).toMatchObject({
      status: 404,
      body: { error: { data: { code: 'NOT_FOUND', httpStatus: 404, error: MISSING } } },
    });
    const hidden = JSON.stringify({ roomId: newId() });
    expect(await ask('reactions.add', { body: '{}' })).toEqual(never);
    expect(await ask('rooms.delete', { body: hidden })).toEqual(never);
    expect(await ask('reactions.add', { method: 'GET' })).toEqual(never);
    expect(await ask('rooms.delete', { method: 'GET' })).toEqual(never);
    expect(await ask('rooms.list', { body: '{}' })).toEqual(never);
    await server.usePlugins('oakwood', { reactions: true });
  });

  test('what cannot be read is refused as invalid', async () => {
    for (const body of ['{', 'nothing', '"\\ud800', '{"a":}']) {
      expect(await ask('rooms.rename', { body }), body).toMatchObject({
        status: 400,
        body: { error: { data: { error: { fault: 'invalid' } } } },
      });
    }
    expect((await ask('messages.page?input=%7B', { method: 'GET' })).body.error?.data.error).toMatchObject({
      fault: 'invalid',
    });
  });

  test('bytes that are no UTF-8 are refused before anything is read from them', async () => {
    const clientId = newId();
    const text = JSON.stringify({ roomId: cast.room.id, clientId, text: 'Ren\u00e9' });
    const sent = (encoding: 'utf8' | 'latin1') =>
      fetch(`${server.url}/trpc/messages.send`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: Buffer.from(text, encoding),
      });
    const refused = await sent('latin1');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('That is not UTF-8.')]);
    expect(await cast.texts(cast.room, cast.ben)).not.toContainEqual(expect.stringContaining('Ren'));
    expect((await sent('utf8')).status).toBe(200);
    expect(await cast.texts(cast.room, cast.ben)).toContain('René');
  });

  test('a call that is too large is told so', async () => {
    expect(await ask('rooms.rename', { body: JSON.stringify({ title: 'x'.repeat(2_000_000) }) })).toMatchObject({
      status: 400,
      body: { error: { message: 'That is too large.' } },
    });
  });

  test('nobody is signed in without a session, with a wrong one, or with somebody else’s kind of header', async () => {
    for (const authorization of ['', 'Bearer ', 'Bearer nonsense', `Basic ${token}`, `Bearer ${token}x`]) {
      const { status, body } = await ask('session.me', { method: 'GET', headers: { authorization } });
      expect([status, body.error?.data.code], authorization).toEqual([401, 'UNAUTHORIZED']);
    }
    const front = await ask('session.front', { method: 'GET', headers: { authorization: '' } });
    expect(front).toMatchObject({ status: 200, body: { result: { data: { mail: 'stored' } } } });
  });

  test('a page of another site may not act with a person’s cookie', async () => {
    const headers = { origin: 'https://evil.example', cookie: 'session=whatever', 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}/trpc/rooms.list`, { headers });
    expect(answer.status).toBe(403);
  });
});

describe('over the socket', () => {
  test('a message is sent, and heard by another socket in the room, once and in its place', async () => {
    const { room, ben } = cast;
    const [ana, listener] = [server.overSocket(token), server.overSocket(await server.signIn(ben))];
    const heard: EventFrame[] = [];
    const { head } = await server.as(ben).messages.page({ roomId: room.id });
    listener.follow(room.id, head, { event: (frame) => void heard.push(frame), startOver: () => undefined });
    const sent = [];
    for (const text of ['one', 'two', 'three'])
      sent.push(await ana.api.messages.send.mutate({ roomId: room.id, clientId: newId(), text }));
    await until(() => heard.length === 3);
    expect(heard.map(({ seq, payload }) => [seq, (payload as { message: { text: string } }).message.text])).toEqual(
      sent.map(({ seq, message }) => [seq, message.text]),
    );
  });

  test('a refusal is the one that HTTP gives', async () => {
    const client = server.overSocket(token);
    const asked = { roomId: cast.room.id, title: 'Mine' };
    const errors = await Promise.all(
      [client.api, server.overHttp(token)].map((api) =>
        api.rooms.rename
          .mutate(asked)
          .catch((error: { data: unknown; message: string }) => [error.message, error.data]),
      ),
    );
    expect(errors[0]).toEqual(errors[1]);
    expect(errors[0]).toMatchObject(['Your role in this room does not allow that.', { code: 'FORBIDDEN' }]);
  });
});
