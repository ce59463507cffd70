import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';
import { Connections } from './connections.ts';

let server: TestServer;
let cast: Cast;
/** What the plugin below was told, and what makes it fail. */
let told: string[];
let failing: boolean;

/** Wants to know who is here, and does nothing with it. */
const watch = definePlugin(
  pluginContract({ id: 'watch', summary: 'Watches connections.', settings: z.strictObject({}) }),
  {
    connections: async (people) => {
      if (failing) throw new Error('not now');
      told.push(...people);
    },
  },
);
const QUICK = { gatherMs: 10, lingerMs: 10, beatMs: 20, silentMs: 400 };

beforeEach(async () => {
  [told, failing] = [[], false];
  server = await startTestServer({ plugins: [watch], schools: { oakwood: { watch: true } }, connections: QUICK });
  cast = await startCast(server);
});
afterEach(() => server.stop());

const sockets = async ({ id }: TestPerson): Promise<number> =>
  (await server.rows('select 1 from connection where person_id = $1', [id])).length;
const has = (person: TestPerson, count: number) => until(async () => (await sockets(person)) === count);

describe('who has a socket open', () => {
  test('stands in the table, socket by socket, until the last has closed; whoever wants to know is told', async () => {
    const { ana } = cast;
    const token = await server.signIn(ana);
    const [phone, desk] = [server.overSocket(token), server.overSocket(token)];
    await has(ana, 2);
    phone.close();
    await has(ana, 1);
    const before = told.length;
    desk.close();
    await has(ana, 0);
    await until(() => told.length > before);
    expect(new Set(told)).toEqual(new Set([ana.id]));
  });

  test('is not written down for a school where nobody wants to know, and is once somebody does', async () => {
    const { ana } = cast;
    await server.usePlugins('oakwood', {});
    const socket = server.overSocket(await server.signIn(ana));
    await socket.api.rooms.list.query();
    expect(await sockets(ana)).toBe(0);
    await server.usePlugins('oakwood', { watch: true });
    await has(ana, 1);
    await until(() => told.includes(ana.id));
    await server.usePlugins('oakwood', {});
    await has(ana, 0);
    expect(await server.rows('select 1 from node')).toEqual([]);
  });

  test('is told again when a plugin failed', async () => {
    failing = true;
    const { ana } = cast;
    server.overSocket(await server.signIn(ana));
    await until(() => server.logged.some(({ phase }) => phase === 'connections'));
    failing = false;
    await until(() => told.includes(ana.id));
  });
});

describe('a node', () => {
  test('that died without a word is swept by another, and its people are told of', async () => {
    const { ana, ben } = cast;
    server.overSocket(await server.signIn(ana));
    const other = new Connections(server.engine, QUICK);
    other.opened(randomId(), ben);
    await has(ben, 1);
    await other.stop();
    told.length = 0;
    await has(ben, 0);
    await until(() => told.includes(ben.id));
    expect(await sockets(ana)).toBe(1);
  });

  test('whose rows are gone, as after a crash of the database, writes them again', async () => {
    const { ana } = cast;
    server.overSocket(await server.signIn(ana));
    await has(ana, 1);
    await server.rows('delete from node');
    await has(ana, 1);
  });

  test('that stops leaves its people where they are: they come back to another', async () => {
    const { ben } = cast;
    const other = new Connections(server.engine, { ...QUICK, silentMs: 60_000 });
    const id = randomId();
    other.opened(id, ben);
    await has(ben, 1);
    const stopped = other.stop();
    other.closed(id);
    await stopped;
    expect(await sockets(ben)).toBe(1);
  });
});

const randomId = (): string => crypto.randomUUID();
