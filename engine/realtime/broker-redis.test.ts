import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setImmediate as sockets } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../operation/log.ts';
import { createFixtureEngine } from '../testing/fixture-engine.ts';
import { seqsIn, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import type { Broker, BrokerMessage } from './broker.ts';
import { createRedisBroker } from './broker-redis.ts';

let redis: ChildProcess;
let port: number;
const brokers: Broker[] = [];
const gateways: TestGateway[] = [];

async function startRedis(): Promise<void> {
  redis = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const probe = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 });
  probe.on('error', () => {});
  await new Promise((ready) => probe.once('ready', ready));
  probe.disconnect();
}

async function stopRedis(): Promise<void> {
  const gone = new Promise((exited) => redis.once('exit', exited));
  redis.kill('SIGKILL');
  await gone;
}

beforeAll(async () => {
  port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => resolve(free));
    });
  });
  await startRedis();
});
afterAll(() => stopRedis());
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.stop();
  for (const broker of brokers.splice(0)) await broker.close();
});

async function openBroker(): Promise<{ broker: Broker; heard: BrokerMessage[] }> {
  const broker = createRedisBroker(`redis://127.0.0.1:${port}`, { log: silentLog() });
  const heard: BrokerMessage[] = [];
  brokers.push(broker);
  broker.subscribe((message) => heard.push(message));
  await isReady(broker);
  return { broker, heard };
}
const isReady = (broker: Broker) => until(() => broker.ready());
const news = (person: string): BrokerMessage => ({ kind: 'person-changed', person });

test('a message is heard here at once and on every other node once, in order', async () => {
  const [one, two] = [await openBroker(), await openBroker()];
  for (let n = 0; n < 100; n += 1) {
    one.broker.publish(news(`${n}`));
    if (n % 10 === 0) await sockets();
  }
  expect(one.heard).toHaveLength(100);
  await until(() => two.heard.length >= 100);
  two.broker.publish(news('answer'));
  await until(() => one.heard.length > 100);
  const sent = Array.from({ length: 100 }, (_, n) => news(`${n}`));
  expect(two.heard).toEqual([...sent, news('answer')]);
  expect(one.heard).toEqual([...sent, news('answer')]);
});

test('an event committed on one node reaches the members on another, and a removal there acts here', async () => {
  const engine = createFixtureEngine();
  const [a, b] = [
    await startTestGateway({ engine, broker: (await openBroker()).broker }),
    await startTestGateway({ engine, broker: (await openBroker()).broker }),
  ];
  gateways.push(a, b);
  const [ana, ben] = [engine.person('ana'), engine.person('ben')];
  const room = engine.room();
  engine.put(room, ana.who);
  engine.put(room, ben.who);
  const [near, far] = [await a.arrive(ana.token), await b.arrive(ben.token)];
  for (let n = 0; n < 100; n += 1) (n % 2 ? a : b).broker.publish(engine.say(room, `${n}`));
  for (const socket of [near, far]) {
    await socket.hears(
      (frame) => (frame.t === 'event' && frame.seq === 100) || (frame.t === 'resume' && frame.to === 100),
    );
    expect(seqsIn(socket.frames)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  }
  a.broker.publish(engine.takeOut(room, ben.who));
  await far.hears((frame) => frame.t === 'passing' && frame.event === 'room.exited');
});

test('while redis is gone each node goes on by itself; once it is back what was missed is read', async () => {
  const engine = createFixtureEngine();
  const [one, two] = [await openBroker(), await openBroker()];
  const [a, b] = [
    await startTestGateway({ engine, broker: one.broker }),
    await startTestGateway({ engine, broker: two.broker }),
  ];
  gateways.push(a, b);
  const ana = engine.person('ana');
  const room = engine.room();
  engine.put(room, ana.who);
  const [near, far] = [await a.arrive(ana.token), await b.arrive(ana.token)];
  await stopRedis();
  await until(() => one.heard.length === 0);
  expect(await one.broker.ready()).toBe(false);
  a.broker.publish(engine.say(room, 'while redis was gone'));
  await near.hears((frame) => frame.t === 'event' && frame.seq === 1);
  expect(far.frames).toHaveLength(1);
  await startRedis();
  await far.hears((frame) => frame.t === 'resume' && frame.to === 1);
  expect(seqsIn(far.frames)).toEqual([1]);
  await Promise.all([isReady(one.broker), isReady(two.broker)]);
  b.broker.publish(engine.say(room, 'after'));
  await near.hears((frame) => frame.t === 'event' && frame.seq === 2);
});

test('what cannot be read from another node counts as lost and stops nothing', async () => {
  const { heard } = await openBroker();
  const stranger = new Redis(port, '127.0.0.1');
  for (const text of ['not JSON', '7', '{"node":1}', 'null']) await stranger.publish('homeroom:news', text);
  await until(() => heard.length === 4);
  expect(heard).toEqual(Array.from({ length: 4 }, () => ({ kind: 'lost' })));
  stranger.disconnect();
});
