import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeviceStorage } from '../client.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { createDeviceStorage } from './device-storage.ts';

let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
});
afterAll(() => server?.stop());

async function me(token: string): Promise<{ storage: DeviceStorage; cached: string | null }> {
  const answer = await fetch(`${server.url}/trpc/session.me`, { headers: { authorization: `Bearer ${token}` } });
  const told = (await answer.json()) as { result: { data: { storage: DeviceStorage } } };
  return { storage: told.result.data.storage, cached: answer.headers.get('cache-control') };
}

test('each person is given a key of their own, in an answer that no cache stores', async () => {
  const first = await me(await server.signIn(cast.ana));
  const ben = await me(await server.signIn(cast.ben));
  expect(Buffer.from(first.storage.key, 'base64url')).toHaveLength(32);
  expect(ben.storage.key).not.toBe(first.storage.key);
  expect(ben.storage.name).not.toBe(first.storage.name);
  expect([first.cached, ben.cached]).toEqual(['no-store', 'no-store']);
});

test('it is the same at every sign-in, tells nothing of the person, and is another in another school', async () => {
  const who = (id: string, schoolId: string) =>
    ({ account: cast.ana.accountId, person: { id, schoolId } }) as Parameters<
      ReturnType<typeof createDeviceStorage>
    >[0];
  const [ana, elsewhere] = [who(cast.ana.id, cast.ana.schoolId), who(cast.ana.id, cast.ed.schoolId)];
  const of = createDeviceStorage('a secret', server.database);
  const made = await Promise.all([of(ana), of(elsewhere), createDeviceStorage('another', server.database)(ana)]);
  expect(await createDeviceStorage('a secret', server.database)(ana)).toEqual(made[0]);
  expect(new Set(made.flatMap(({ key, name }) => [key, name])).size).toBe(6);
  for (const { key, name } of made) {
    expect(name).not.toContain(cast.ana.id);
    expect(key).not.toContain(name);
  }
});

test('it names what the same account has in other schools, also where they have left, and nothing of anybody else', async () => {
  const chidi = await server.signIn(cast.chidi);
  expect((await me(chidi)).storage.others).toEqual([]);
  const elsewhere = await me(await server.signIn(cast.ed));
  await server.rows(
    `update person set account_id = (select account_id from person where id = $1), left_at = now() where id = $2`,
    [cast.chidi.id, cast.ed.id],
  );
  expect((await me(chidi)).storage.others).toEqual([elsewhere.storage.name]);
});
