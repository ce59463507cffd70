import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Cast, startCast } from '../../engine/testing/cast.ts';
import { type RedisServer, startRedisServer } from '../../engine/testing/redis-server.ts';
import { startTestServer, type TestServer } from '../../engine/testing/start-test-server.ts';
import { until } from '../../engine/testing/until.ts';

// Two nodes, one database, one Redis: whoever leaves one for the other was here all the time.

let redis: RedisServer;
let one: TestServer;
let two: TestServer;
let cast: Cast;
const QUICK = { gatherMs: 10, lingerMs: 300, beatMs: 20, silentMs: 600 };

beforeEach(async () => {
  redis = await startRedisServer();
  const options = { schools: { oakwood: { presence: true } }, connections: QUICK, redisUrl: redis.url };
  one = await startTestServer(options);
  two = await startTestServer({ ...options, beside: one });
  cast = await startCast(one);
});
afterEach(async () => {
  await two.stop();
  await one.stop();
  await redis.stop();
});

const stateOf = async (id: string) =>
  (await two.as(cast.ben).presence.of({ roomId: cast.room.id })).people.find(({ personId }) => personId === id)?.state;
const heardBy = (server: TestServer) =>
  server.news.flatMap((news) =>
    news.kind === 'passing' && news.room === cast.room.id && news.frame.event === 'presence.changed'
      ? (news.frame.payload as { people: { state: string }[] }).people.map(({ state }) => state)
      : [],
  );

test('who moves from one node to the other is online all the time, and each node says what it knows to both', async () => {
  const { ana } = cast;
  const token = await one.signIn(ana);
  const near = one.overSocket(token);
  await until(() => heardBy(two).length === 1);
  const far = two.overSocket(token);
  await until(async () => (await one.rows('select distinct node_id from connection')).length === 2);
  near.close();
  await until(async () => (await one.rows('select 1 from connection')).length === 1);
  expect(await stateOf(ana.id)).toBe('online');
  far.close();
  // Whoever did not find it out hears it through Redis, a little later.
  await until(() => [one, two].every((node) => heardBy(node).includes('offline')));
  expect(heardBy(one)).toEqual(['online', 'offline']);
  expect(heardBy(two)).toEqual(['online', 'offline']);
});

test('the people of a node that is gone, and who do not come back, are offline, and the other node tells of it', async () => {
  const { ana } = cast;
  two.overSocket(await one.signIn(ana));
  await until(() => heardBy(one).includes('online'));
  await two.stop();
  await until(() => heardBy(one).includes('offline'));
  expect(await one.rows('select state from presence')).toEqual([{ state: 'offline' }]);
});
