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

test('it is the same at every sign-in, tells nothing of the person, and is another in another school', () => {
  const who = (id: string, schoolId: string) =>
    ({ person: { id, schoolId } }) as Parameters<ReturnType<typeof createDeviceStorage>>[0];
  const of = createDeviceStorage('a secret');
  const made = [
    of(who('ana', 'oakwood')),
    of(who('ana', 'elmgrove')),
    createDeviceStorage('another')(who('ana', 'oakwood')),
  ];
  expect(createDeviceStorage('a secret')(who('ana', 'oakwood'))).toEqual(made[0]);
  expect(new Set(made.flatMap(({ key, name }) => [key, name])).size).toBe(6);
  for (const { key, name } of made) {
    expect(name).not.toContain('ana');
    expect(key).not.toContain(name);
  }
});
