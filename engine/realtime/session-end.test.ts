import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';
import { CLOSE } from './close-codes.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
});
afterAll(() => server?.stop());

/** Lets a session end in so many seconds, as if it had been prolonged 14 days before that. */
const endsIn = (account: string, seconds: number, lasting = '14 days') =>
  server.rows(
    `update auth.session set "expiresAt" = now() + make_interval(secs => $2),
       "updatedAt" = now() + make_interval(secs => $2) - $3::interval
     where "userId" = (select account_id from person where id = $1)`,
    [account, seconds, lasting],
  );

async function open(token: string): Promise<{ ask(path: string): void; closed: Promise<number>; ws: WebSocket }> {
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}/realtime`);
  const closed = new Promise<number>((tell) => ws.addEventListener('close', ({ code }) => tell(code)));
  await new Promise((go) => ws.addEventListener('open', go));
  const welcomed = new Promise((go) => ws.addEventListener('message', go, { once: true }));
  ws.send(JSON.stringify({ t: 'hello', token, cursors: {} }));
  await welcomed;
  const ask = (path: string) => ws.send(JSON.stringify({ id: 1, method: 'query', params: { path } }));
  return { ask, closed, ws };
}

test('a socket that nobody uses is told to sign in again when its session ends', async () => {
  const token = await server.signIn(cast.ana);
  await endsIn(cast.ana.id, 3);
  const { closed } = await open(token);
  await endsIn(cast.ana.id, 3); // The hello counted as use: as if that had been long ago.
  expect(await closed).toBe(CLOSE.signedOut);
});

test('a socket in use prolongs its session, so that nobody is sent away in the middle of a conversation', async () => {
  const token = await server.signIn(cast.ben);
  await endsIn(cast.ben.id, 5);
  const { ask, ws } = await open(token);
  await endsIn(cast.ben.id, 5);
  ask('rooms.list');
  await until(async () => (await daysLeft(cast.ben.id)) > 13);
  expect(ws.readyState).toBe(WebSocket.OPEN);
  ws.close();
});

test('a session that was to last a day ends after it, in use or not', async () => {
  const token = await server.signIn(cast.chidi);
  await endsIn(cast.chidi.id, 3, '1 day');
  const { ask, closed } = await open(token);
  ask('rooms.list');
  expect(await closed).toBe(CLOSE.signedOut);
});

async function daysLeft(person: string): Promise<number> {
  const [session] = await server.rows<{ days: number }>(
    `select extract(epoch from "expiresAt" - now())::float8 / 86400 as days from auth.session
     where "userId" = (select account_id from person where id = $1)`,
    [person],
  );
  return session?.days ?? 0;
}
