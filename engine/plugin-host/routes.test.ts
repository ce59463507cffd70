import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { run, sql } from '../database/sql.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { composePlugins } from './compose-plugins.ts';
import { pluginContract } from './contract.ts';
import { definePlugin, type LongJob, type Route } from './define-plugin.ts';

// A plugin with a route: it says who asks, reads in a room, refuses, and hands out a signed address.
const contract = pluginContract({
  id: 'papers',
  summary: 'For this test.',
  settings: z.strictObject({}),
  errors: { torn: { fault: 'conflict', message: 'This paper is torn.' } },
});
const done: string[] = [];
const copy: LongJob<typeof contract> = {
  name: 'copy',
  payload: z.object({ what: z.string() }),
  async runLong(payload, ctx) {
    const rows = await ctx.work((work) => run(work.em, sql<{ n: number }>`select count(*)::int n from school`));
    done.push(`${(payload as { what: string }).what} in ${ctx.school.slug}, which sees ${rows[0]?.n} school`);
  },
};
const route: Route<typeof contract> = async (_req, res, ctx) => {
  const [act = '', room = ''] = ctx.address.segments;
  if (act === 'torn') ctx.refuse('torn');
  if (act === 'copy') await ctx.work(async (work) => work.enqueue(copy, { what: 'a paper' }));
  const told = {
    me: async () => ctx.actor.name,
    room: () => ctx.readRoom(room, async (here) => here.room.title),
    link: () => ctx.work(async (work) => work.signLink('/papers/me', 60)),
    acting: () => ctx.work(async (work) => work.signActing('/papers/me', ctx.actor.id, 60)),
    copy: async () => 'promised',
    page: async () => ctx.address.query.page ?? 'first',
  }[act];
  res.end((await told?.()) ?? '');
};
const papers = definePlugin(contract, { routes: { papers: { queries: ['page'], run: route } }, jobs: [copy] });

let server: TestServer;
let cast: Cast;
let ana: string;
let ed: string;
beforeAll(async () => {
  server = await startTestServer({ plugins: [papers] });
  cast = await startCast(server);
  ana = await server.signIn(cast.ana);
  ed = await server.signIn(cast.ed);
});
afterAll(() => server?.stop());

const get = (path: string, token?: string, more: RequestInit = {}) =>
  fetch(`${server.url}/papers/${path}`, {
    ...more,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...more.headers },
  });

const signInAgain = async ({ email }: { email: string }): Promise<string> => {
  const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1' };
  const body = JSON.stringify({ email, password: 'correct horse battery' });
  const answer = await fetch(`${server.url}/api/auth/sign-in/email`, { method: 'POST', headers, body });
  return ((await answer.json()) as { token: string }).token;
};

test('who asks is known, and whoever is signed out is told so', async () => {
  expect(await (await get('me', ana)).text()).toBe('Ana Lopez');
  expect((await get('me')).status).toBe(401);
});

test('where the plugin is off it answers as what is not there', async () => {
  const answer = await get('me', ed);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'missing' });
});

test('a room is read by those who are in it only', async () => {
  expect(await (await get(`room/${cast.room.id}`, ana)).text()).toBe('7B');
  expect((await get(`room/${newId()}`, ana)).status).toBe(404);
});

test('a refusal is answered as a call’s', async () => {
  const answer = await get('torn', ana);
  expect(answer.status).toBe(409);
  expect(await answer.json()).toEqual({ code: 'papers.torn', message: 'This paper is torn.', data: {} });
});

test('a page of another site changes nothing by a person’s cookie', async () => {
  const headers = { origin: 'https://elsewhere.example', cookie: 'better-auth.session_token=x' };
  expect((await get('me', undefined, { method: 'POST', headers })).status).toBe(403);
});

test('a signed address reads without a session, where it was signed for and nowhere else, and changes nothing', async () => {
  const link = await (await get('link', ana)).text();
  expect(await (await fetch(server.url + link)).text()).toBe('Ana Lopez');
  expect((await fetch(server.url + link.replace('/me', '/link'))).status).toBe(401);
  expect((await fetch(server.url + link, { method: 'POST' })).status).toBe(401);
  await server.rows('update person set left_at = now() where id = $1', [cast.ana.id]);
  expect((await fetch(server.url + link)).status).toBe(401);
  await server.rows('update person set left_at = null where id = $1', [cast.ana.id]);
});

test('a signed address that reads ends with the session it was made in, whoever else is signed in where it is opened', async () => {
  const token = await signInAgain(cast.ana);
  const link = server.url + (await (await get('link', token)).text());
  expect(await (await fetch(link)).text()).toBe('Ana Lopez');
  await fetch(`${server.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, origin: 'http://127.0.0.1' },
  });
  expect((await fetch(link)).status).toBe(401);
  expect((await fetch(link, { headers: { authorization: `Bearer ${ana}` } })).status).toBe(401);
});

test('a route takes the queries that it names, and no others', async () => {
  expect(await (await get('page?page=second', ana)).text()).toBe('second');
  const answer = await get('page?page=second&x=/papers/torn', ana);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'invalid', data: { field: 'query' } });
});

test('a long job opens units of work of its own school', async () => {
  await get('copy', ana);
  await server.settled();
  expect(done).toEqual(['a paper in oakwood, which sees 1 school']);
});

test('two plugins with one route stop the start, as does a route of the engine’s', () => {
  const other = definePlugin({ ...contract, id: 'letters' }, { routes: { papers: async () => undefined } });
  expect(() => composePlugins([papers, other])).toThrow('Plugins "papers" and "letters" both answer "/papers"');
  const greedy = definePlugin({ ...contract, id: 'greedy' }, { routes: { trpc: async () => undefined } });
  expect(() => composePlugins([greedy])).toThrow('the route "/trpc" is taken');
});

test('a signed address that acts does so without a session, one that reads does not', async () => {
  const post = async (path: string) => fetch(`${server.url}${path}`, { method: 'POST' });
  const acting = await (await get('acting', ana)).text();
  const reading = await (await get('link', ana)).text();
  expect(await (await post(acting)).text()).toBe('Ana Lopez');
  expect((await post(reading)).status).toBe(401);
  expect(
    (await fetch(`${server.url}${acting}`, { method: 'POST', headers: { origin: 'https://evil.example' } })).status,
  ).toBe(403);
});
