import { afterEach, expect, test } from 'vitest';
import { createFixtureEngine, type FixtureEngine } from '../testing/fixture-engine.ts';
import { seqsIn, startTestGateway, type TestGateway, type TestSocket } from '../testing/test-gateway.ts';
import { createBudgets } from './budgets.ts';
import { CLOSE } from './close-codes.ts';
import type { GatewayLimits } from './limits.ts';

let at: TestGateway;
let engine: FixtureEngine;
let room: string;
const starts = async (events: number, limits: Partial<GatewayLimits> = {}) => {
  engine = createFixtureEngine();
  room = engine.room();
  for (let n = 0; n < events; n += 1) engine.say(room, 'x'.repeat(300));
  at = await startTestGateway({ engine, limits });
};
afterEach(() => at.stop());

const member = (name: string) => {
  const person = engine.person(name);
  engine.put(room, person.who);
  return person;
};
const bytesOf = (socket: TestSocket) => JSON.stringify(socket.frames.slice(1)).length;
/** Whatever was asked before has been answered: a refusal comes after it. */
const answered = async (socket: TestSocket) => {
  socket.say({ id: 'last', method: 'query', params: { path: 'x' } });
  await socket.hears((frame) => (frame as unknown as { id?: string }).id === 'last');
};

test('however often a room is asked for at once, it is replayed once at a time to a socket', async () => {
  await starts(400);
  const socket = await at.arrive(member('ana').token);
  for (let asked = 0; asked < 100; asked += 1) socket.say({ t: 'resume', room, since: 0 });
  await socket.hears((frame) => frame.t === 'resume' && !frame.more);
  await answered(socket);
  const whole = socket.frames.filter((frame) => frame.t === 'resume' && !frame.more).length;
  expect(whole).toBeLessThan(20);
  expect(seqsIn(socket.frames).slice(0, 400)).toEqual(Array.from({ length: 400 }, (_, n) => n + 1));
});

test('of two that ask for different beginnings at once, the earlier one is answered too', async () => {
  await starts(300);
  const socket = await at.arrive(member('ana').token);
  socket.say({ t: 'resume', room, since: 200 });
  socket.say({ t: 'resume', room, since: 100 });
  socket.say({ t: 'resume', room, since: 150 });
  await socket.hears((frame) => frame.t === 'resume' && frame.since === 100);
  await socket.hears((frame) => frame.t === 'resume' && frame.to === 300 && !frame.more);
  expect(Math.min(...seqsIn(socket.frames))).toBe(101);
});

test('six sockets of one person share what may be replayed, and beyond it are told to start over', async () => {
  await starts(400, { replayBurst: 500_000, replayPerSecond: 1 });
  const ana = member('ana');
  const sockets = await Promise.all(Array.from({ length: 6 }, () => at.arrive(ana.token)));
  for (let round = 0; round < 20; round += 1) {
    for (const socket of sockets) socket.say({ t: 'resume', room, since: 0 });
    await Promise.all(sockets.map(answered));
  }
  for (const socket of sockets) {
    socket.say({ t: 'resume', room, since: 0 });
    expect(await socket.hears(({ t }) => t === 'startOver')).toMatchObject({ room, head: 400 });
  }
  const replays = sockets.flatMap(({ frames }) => frames.filter(({ t }) => t === 'resume'));
  expect(JSON.stringify(replays).length).toBeLessThan(1_000_000);
  const other = await at.arrive(member('ben').token, { [room]: 0 });
  await other.hears((frame) => frame.t === 'resume' && frame.to === 400 && !frame.more);
});

test('a class of 145 that comes back at once, 500 events behind, is served whole', async () => {
  await starts(500);
  const people = Array.from({ length: 145 }, (_, n) => member(`p${n}`));
  const sockets = await Promise.all(people.map(({ token }) => at.arrive(token, { [room]: 0 })));
  for (const socket of sockets) {
    await socket.hears((frame) => frame.t === 'resume' && frame.to === 500 && !frame.more);
    expect(seqsIn(socket.frames)).toHaveLength(500);
    expect(bytesOf(socket)).toBeLessThan(at.engine.head(room) * 1_000);
  }
  expect(engine.asked.readEvents).toBeLessThanOrEqual(3);
});

test('an account opens no more sockets than it may have, and others are not concerned', async () => {
  await starts(0, { accountSockets: 3 });
  const ana = member('ana');
  const open = await Promise.all(Array.from({ length: 3 }, () => at.arrive(ana.token)));
  const tooMany = await at.open();
  tooMany.say({ t: 'hello', token: ana.token, cursors: {} });
  expect(await tooMany.closed).toBe(CLOSE.limited);
  await at.arrive(member('ben').token);
  open[0]?.ws.close();
  await open[0]?.closed;
  await at.arrive(ana.token);
});

test('an account that opens sockets again and again is sent away for a while', async () => {
  await starts(0, { helloBurst: 4, hellosPerSecond: 0 });
  const ana = member('ana');
  for (let n = 0; n < 4; n += 1) (await at.arrive(ana.token)).ws.close();
  const again = await at.open();
  again.say({ t: 'hello', token: ana.token, cursors: {} });
  expect(await again.closed).toBe(CLOSE.limited);
});

test('a session that opens sockets again and again is not even looked up', async () => {
  await starts(0, { helloBurst: 4, hellosPerSecond: 0 });
  const { token } = member('ana');
  for (let n = 0; n < 4; n += 1) (await at.arrive(token)).ws.close();
  const before = engine.asked.signIn;
  for (let n = 0; n < 5; n += 1) {
    const again = await at.open();
    again.say({ t: 'hello', token, cursors: {} });
    expect(await again.closed).toBe(CLOSE.limited);
  }
  expect(engine.asked.signIn).toBe(before);
});

test('what is overdrawn is paid back before anything else is had', async () => {
  await starts(0);
  let now = 0;
  const budgets = createBudgets({ burst: 100, perSecond: 10 }, () => now);
  budgets.spend('ana', 150);
  expect(budgets.hasLeft('ana')).toBe(false);
  expect(budgets.hasLeft('ben')).toBe(true);
  now += 5_000;
  expect(budgets.hasLeft('ana')).toBe(false);
  now += 100;
  expect(budgets.hasLeft('ana')).toBe(true);
});
