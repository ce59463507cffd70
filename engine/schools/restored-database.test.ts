import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRealtimeClient, type RealtimeClient } from '../client.ts';
import { startEngine } from '../start.ts';
import { startCast } from '../testing/cast.ts';
import { doorsOf, prepareEngine } from '../testing/start-test-engine.ts';
import { createTestDatabase, makeDatabase } from '../testing/test-database.ts';
import { until } from '../testing/until.ts';
import { drawEpochs } from './epochs.ts';

const PASSWORD = 'correct horse battery';
let folder: string;
let client: RealtimeClient<never> | undefined;
const undo: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'homeroom-restored-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  client?.close();
  for (const step of undo.splice(0).toReversed()) await step();
});

/** A server on a database, which keeps what it knows in the same folder as the one before. */
async function serve(databaseUrl: string, port = 0) {
  const kit = await prepareEngine({ dataDir: folder });
  const options = { ...kit.options, settings: { ...kit.options.settings, databaseUrl } };
  const running = await startEngine({ ...options, host: '127.0.0.1', port });
  return { ...running, ...doorsOf(running, kit), kit };
}

/** A school with Ana in a room, who follows it on an open page. */
async function openPage(server: Awaited<ReturnType<typeof serve>>) {
  const { rivera, ana, room, send } = await startCast(server as never);
  const account = await server.accounts.passwords.create({
    ...{ email: ana.email, name: ana.name, password: PASSWORD, proven: true },
  });
  await server.rows('update person set account_id = $2 where id = $1', [ana.id, account.id]);
  const signedIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.kit.options.settings.publicUrl },
    body: JSON.stringify({ email: ana.email, password: PASSWORD }),
  });
  const { token } = (await signedIn.json()) as { token: string };
  const page = { heard: [] as string[], startedOver: 0 };
  client = createRealtimeClient<never>({ url: `${server.url.replace('http', 'ws')}/realtime`, token: () => token });
  const { head } = await server.as(ana).messages.page({ roomId: room.id });
  client.follow(room.id, head, {
    event: ({ payload }) => page.heard.push((payload as { message: { text: string } }).message.text),
    startOver: () => {
      page.startedOver += 1;
      page.heard = [];
    },
  });
  await until(() => client?.status === 'live');
  return { rivera, room, send, page };
}

const portOf = ({ url }: { url: string }): number => Number(new URL(url).port);
const copied = async (url: string): Promise<string> => {
  const copy = await createTestDatabase();
  await copy.drop();
  undo.push(copy.drop);
  await makeDatabase(url.replace(/[^/]*$/, 'postgres'), copy.url.replace(/.*\//, ''), url.replace(/.*\//, ''));
  return copy.url;
};

test('a copy that is put back lets open pages start over, and no number stands for two messages', async () => {
  const store = await createTestDatabase();
  undo.push(store.drop);
  let server = await serve(store.url);
  const { rivera, room, send, page } = await openPage(server);
  const port = portOf(server);
  await send(room, rivera, 'before the copy');
  await until(() => page.heard.length === 1);
  await server.stop();
  const copy = await copied(store.url);

  server = await serve(store.url, port);
  const say = (text: string) =>
    server.as(rivera).messages.send({ roomId: room.id, clientId: crypto.randomUUID(), text });
  await say('lost with the restore');
  await until(() => page.heard.length === 2);
  expect(page.startedOver).toBe(0);
  await server.stop();

  server = await serve(copy, port);
  undo.push(() => server.stop());
  await say('after the restore');
  await until(() => page.heard.includes('after the restore') || page.startedOver > 0);
  await until(() => client?.status === 'live' && page.startedOver > 0);
  await say('and one more');
  await until(() => page.heard.includes('and one more'));
  expect(page.heard).not.toContain('lost with the restore');
});

test('a start that finds what it left draws no new epoch, and the command does', async () => {
  const store = await createTestDatabase();
  undo.push(store.drop);
  const first = await serve(store.url);
  const epoch = first.school('oakwood').epoch;
  await first.stop();
  const second = await serve(store.url);
  expect(second.school('oakwood').epoch).toBe(epoch);
  await drawEpochs(second.database.system, 'all');
  await second.stop();
  const third = await serve(store.url);
  undo.push(() => third.stop());
  expect(third.school('oakwood').epoch).not.toBe(epoch);
});
