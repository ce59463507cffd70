import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runScheduledJob } from '../../engine/plugin-host/run-job.ts';
import { type Cast, startCast } from '../../engine/testing/cast.ts';
import { queriesOf } from '../../engine/testing/count-queries.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { startTestServer, type TestServer } from '../../engine/testing/start-test-server.ts';
import { until } from '../../engine/testing/until.ts';
import type { Presence } from './contract.ts';

let server: TestServer;
let cast: Cast;
const QUICK = { gatherMs: 10, lingerMs: 10, beatMs: 20, silentMs: 400 };

beforeEach(async () => {
  server = await startTestServer({ schools: { oakwood: { presence: true } }, connections: QUICK });
  cast = await startCast(server);
});
afterEach(() => server.stop());

const arrive = async (who: TestPerson) => server.overSocket(await server.signIn(who));
const of = async (who: TestPerson, reader = cast.ben, room: { id: string } = cast.room) =>
  (await server.as(reader).presence.of({ roomId: room.id })).people.find(({ personId }) => personId === who.id);
const is = (who: TestPerson, state: string) =>
  until(async () => (await of(who))?.state === state && told(who).at(-1)?.state === state);
/** When the engine's own list of a room's people says that somebody was here. */
const lastSeen = async (who: TestPerson, reader: TestPerson, room: { id: string } = cast.room) =>
  (await server.as(reader).participants.list({ roomId: room.id })).find(({ person }) => person.id === who.id)
    ?.lastSeenAt;
/** What a room was told of somebody, in order. */
const told = (who: TestPerson, room: { id: string } = cast.room): readonly Presence[] =>
  server.news.flatMap((news) =>
    news.kind === 'passing' && news.room === room.id && news.frame.event === 'presence.changed'
      ? (news.frame.payload as { people: Presence[] }).people.filter(({ personId }) => personId === who.id)
      : [],
  );
const states = (who: TestPerson) => told(who).map(({ state }) => state);

describe('somebody', () => {
  test('is online while one page of theirs is open, and offline with the last, since when they were seen', async () => {
    const { ana } = cast;
    const token = await server.signIn(ana);
    const [phone, desk] = [server.overSocket(token), server.overSocket(token)];
    await is(ana, 'online');
    await until(async () => (await server.rows('select 1 from connection')).length === 2);
    phone.close();
    await until(async () => (await server.rows('select 1 from connection')).length === 1);
    expect(await of(ana)).toMatchObject({ state: 'online', seenAt: null });
    desk.close();
    await until(() => states(ana).includes('offline'));
    expect(states(ana)).toEqual(['online', 'offline']);
    expect(told(ana).at(-1)).toEqual(await of(ana));
    expect(Date.now() - Date.parse((await of(ana))?.seenAt ?? '')).toBeLessThan(60_000);
  });

  test('is away when every page of theirs is idle, whichever of them goes', async () => {
    const { ana } = cast;
    const token = await server.signIn(ana);
    const [phone, desk] = [server.overSocket(token), server.overSocket(token)];
    await until(async () => (await server.rows('select 1 from connection')).length === 2);
    await phone.api.presence.report.mutate({ idle: true });
    expect(await of(ana)).toMatchObject({ state: 'online' });
    await desk.api.presence.report.mutate({ idle: true });
    expect(await of(ana)).toMatchObject({ state: 'away' });
    await desk.api.presence.report.mutate({ idle: false });
    expect(await of(ana)).toMatchObject({ state: 'online' });
    desk.close();
    await until(() => states(ana).length === 4);
    expect(states(ana)).toEqual(['online', 'away', 'online', 'away']);
  });

  test('is busy because they say so, while they are here', async () => {
    const { ana } = cast;
    const token = await server.signIn(ana);
    const socket = server.overSocket(token);
    await is(ana, 'online');
    await server.as(ana).presence.beBusy({ busy: true });
    await socket.api.presence.report.mutate({ idle: true });
    expect(states(ana)).toEqual(['online', 'busy']);
    expect(await server.as(ana).presence.mine()).toEqual({ busy: true, hidden: false });
    socket.close();
    await until(() => states(ana).includes('offline'));
    server.overSocket(token);
    await is(ana, 'busy');
    await server.as(ana).presence.beBusy({ busy: false });
    await is(ana, 'online');
  });

  test('has versions that grow, so that whoever hears two late knows the later', async () => {
    const { ana } = cast;
    const socket = await arrive(ana);
    await is(ana, 'online');
    socket.close();
    await until(() => states(ana).includes('offline'));
    await server.as(ana).presence.hide({ hidden: true });
    const versions = told(ana).map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(versions.length).toBeGreaterThan(2);
  });
});

describe('who hides', () => {
  test('shows nothing to anybody, and sees nothing of anybody', async () => {
    const { ana, ben } = cast;
    await arrive(ana);
    await is(ana, 'online');
    await server.as(ana).presence.hide({ hidden: true });
    expect(await of(ana)).toBeUndefined();
    expect(told(ana).at(-1)).toMatchObject({ state: null, seenAt: null });
    expect((await server.as(ana).presence.of({ roomId: cast.room.id })).people).toEqual([]);
    const before = told(ana).length;
    await server.as(ana).presence.beBusy({ busy: true });
    expect(told(ana)).toHaveLength(before);
    await server.as(ana).presence.hide({ hidden: false });
    expect(told(ana).at(-1)).toMatchObject({ state: 'busy' });
    expect(await of(ben, ana)).toMatchObject({ state: 'offline' });
  });

  test('is not said by the engine either to have been here, to anybody, and is told it of nobody', async () => {
    const { ana, ben, rivera, room, freshRoom } = cast;
    await server.rows('update person set last_seen_at = now() where id = any($1)', [[ana.id, ben.id]]);
    await server.as(ana).presence.hide({ hidden: true });
    expect(await lastSeen(ana, ben)).toBeNull();
    expect(await lastSeen(ben, ana)).toBeNull();
    expect(await lastSeen(ben, rivera)).not.toBeNull();
    const other = await freshRoom({ everyone: false });
    await server.as(rivera).participants.add({ roomId: other.id, personId: ana.id });
    const joined = server.heard(other.id).filter(({ event }) => event === 'participant.joined');
    expect(joined.at(-1)?.payload).toMatchObject({ participant: { person: { id: ana.id }, lastSeenAt: null } });
    expect(await lastSeen(ana, rivera, other)).toBeNull();
    await server.usePlugins('oakwood', { presence: { hiding: false } });
    expect(await lastSeen(ana, ben, room)).not.toBeNull();
  });

  test('is told on their own devices what they chose, and nobody else is', async () => {
    const { ana } = cast;
    await server.as(ana).presence.hide({ hidden: true });
    const chosen = server.news.filter((news) => news.kind === 'passing' && news.frame.event === 'presence.chosen');
    expect(chosen).toMatchObject([{ person: ana.id, frame: { payload: { busy: false, hidden: true } } }]);
    expect(chosen[0]).not.toHaveProperty('room');
  });

  test('can no longer do so where the school does not offer it', async () => {
    const { ana } = cast;
    await server.as(ana).presence.hide({ hidden: true });
    await server.usePlugins('oakwood', { presence: { hiding: false } });
    expect(await of(ana)).toMatchObject({ state: 'offline' });
    expect(await of(ana, ana)).toBeDefined();
    expect(await refusalOf(server.as(ana).presence.hide({ hidden: true }))).toBe('presence.not-offered');
    expect(await server.as(ana).presence.mine()).toMatchObject({ hidden: false });
  });
});

describe('who shares no room', () => {
  test('learns nothing', async () => {
    const { ana, stone, rivera, freshRoom } = cast;
    const other = await freshRoom({ everyone: false });
    await arrive(ana);
    await is(ana, 'online');
    const [here, nowhere] = [cast.room.id, randomUUID()];
    const answers = await Promise.all([here, nowhere].map((roomId) => server.ask(stone, 'presence.of', { roomId })));
    expect(answers[0]).toEqual(answers[1]);
    expect(await refusalOf(server.as(stone).presence.of({ roomId: here }))).toBe('missing');
    expect(await of(ana, rivera, other)).toBeUndefined();
    expect(told(ana, other)).toEqual([]);
  });
});

describe('many', () => {
  test('are read in as many statements as one', async () => {
    const { ana, ben, chidi, dora, room, lopez } = cast;
    const one = await queriesOf(() => server.as(lopez).presence.of({ roomId: room.id }));
    const people = [ana, ben, chidi, dora];
    const tokens = await Promise.all(people.map((who) => server.signIn(who)));
    for (const token of tokens) server.overSocket(token);
    for (const who of people) await is(who, 'online');
    const all = await queriesOf(() => server.as(lopez).presence.of({ roomId: room.id }));
    expect(all).toHaveLength(one.length);
  });
});

describe('a round now and then', () => {
  test('tells of those of whose going nobody was told, and forgets sockets that are gone', async () => {
    const { ana, ben } = cast;
    await arrive(ben);
    await until(async () => (await server.rows('select 1 from node')).length === 1);
    await server.rows(
      `insert into presence (person_id, school_id, state, changed_at) values ($1, $2, 'online', now())`,
      [ana.id, ana.schoolId],
    );
    await server.rows(
      `insert into presence_idle values (gen_random_uuid(), $1, $2, now() - interval '2 minutes'), (gen_random_uuid(), $1, $2, now())`,
      [ana.id, ana.schoolId],
    );
    expect(await of(ana)).toMatchObject({ state: 'offline' });
    await runScheduledJob(server.engine, 'presence.tidy');
    expect(states(ana)).toEqual(['offline']);
    expect(await server.rows('select 1 from presence_idle')).toHaveLength(1);
  });
});

describe('off', () => {
  test('shows at once again what it showed, before anybody has written down who is connected', async () => {
    await server.stop();
    const gatherMs = 1_500;
    server = await startTestServer({ schools: { oakwood: { presence: true } }, connections: { ...QUICK, gatherMs } });
    cast = await startCast(server);
    await arrive(cast.ana);
    await is(cast.ana, 'online');
    await server.usePlugins('oakwood', {});
    await until(async () => (await server.rows('select 1 from node')).length === 0);
    await server.usePlugins('oakwood', { presence: true });
    expect(await of(cast.ana)).toMatchObject({ state: 'online' });
    await until(async () => (await server.rows('select 1 from connection')).length > 0);
    expect(await of(cast.ana)).toMatchObject({ state: 'online' });
  });

  test('nothing is written down; on again everybody who is here is', async () => {
    const { ana } = cast;
    await arrive(ana);
    await is(ana, 'online');
    await server.usePlugins('oakwood', {});
    await until(async () => (await server.rows('select 1 from connection')).length === 0);
    await server.usePlugins('oakwood', { presence: true });
    await is(ana, 'online');
  });
});
