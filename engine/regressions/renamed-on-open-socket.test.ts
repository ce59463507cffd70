import { afterAll, beforeAll, expect, test } from 'vitest';
import { puppet } from '../plugin-host/puppet-trial.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

const alpha = puppet('alpha');
let server: TestServer;
let cast: Cast;
beforeAll(async () => {
  server = await startTestServer({ plugins: [alpha.plugin] });
  cast = await startCast(server);
});
afterAll(() => server?.stop());

test('whoever is renamed has the new name on the sockets that are open, for the engine and for plugins', async () => {
  const token = await server.signIn(cast.ana);
  const [one, other] = [server.overSocket(token), server.overSocket(token)];
  const name = async (socket = other) => (await socket.api.session.me.query()).person.name;
  expect(await name()).toBe('Ana Lopez');
  await one.api.session.rename.mutate({ name: 'Ana Maria' });
  await until(async () => (await name()) === 'Ana Maria');
  expect(await name(one)).toBe('Ana Maria');
  const called: (string | undefined)[] = [];
  alpha.pull.guard = (_draft, { actor }) => void called.push(actor?.name);
  await other.api.messages.send.mutate({ roomId: cast.room.id, clientId: crypto.randomUUID(), text: 'hi' });
  expect(called).toEqual(['Ana Maria']);
  const people = await other.api.participants.list.query({ roomId: cast.room.id });
  expect(people.find(({ person }) => person.id === cast.ana.id)?.person.name).toBe('Ana Maria');
});
