import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFixtureEngine, type FixtureEngine } from '../testing/fixture-engine.ts';
import { seqsIn, startTestGateway, type TestGateway, type TestSocket } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import type { Broker } from './broker.ts';
import { createMemoryBroker } from './broker-memory.ts';
import { CLOSE } from './close-codes.ts';
import type { SignedIn } from './doors.ts';
import type { GatewayLimits } from './limits.ts';

let at: TestGateway;
let engine: FixtureEngine;
let ana: { token: string; who: SignedIn };
let room: string;
beforeEach(async () => {
  engine = createFixtureEngine();
  [ana, room] = [engine.person('ana'), engine.room()];
  engine.put(room, ana.who);
  await starts({ checkMs: 20 });
});
afterEach(() => at.stop());

async function starts(limits: Partial<GatewayLimits>, broker?: Broker): Promise<void> {
  await at?.stop();
  at = await startTestGateway({ engine, limits, ...(broker && { broker }) });
}

const noDatabase = () => {
  throw new Error('no database');
};
const answerTo = (socket: TestSocket, id: number) =>
  socket.hears((frame) => (frame as unknown as { id?: number }).id === id) as Promise<unknown>;
const ask = (socket: TestSocket, id: number) => {
  socket.say({ id, method: 'query', params: { path: 'x', input: 'asked' } });
  return answerTo(socket, id);
};

describe('without any news of it', () => {
  test('a socket whose session is over is closed, and another of the same account is not', async () => {
    const [socket, other] = [await at.arrive(ana.token), await at.arrive(engine.person('ben').token)];
    engine.signOut(ana.token);
    expect(await socket.closed).toBe(CLOSE.signedOut);
    expect(other.ws.readyState).toBe(WebSocket.OPEN);
  });

  test('a socket whose person may do other things comes back as who they are now', async () => {
    const socket = await at.arrive(ana.token);
    engine.changed.add(ana.who.person.id);
    expect(await socket.closed).toBe(CLOSE.changed);
  });
});

describe('a call', () => {
  test('of somebody who was looked at a moment ago asks nothing', async () => {
    await starts({ checkMs: 60_000, identityMs: 60_000 });
    const socket = await at.arrive(ana.token);
    expect(await ask(socket, 1)).toMatchObject({ result: { data: 'asked' } });
    expect(engine.asked.recheck).toBe(0);
  });

  test('waits until it is known who asks, when that was read too long ago', async () => {
    await starts({ checkMs: 60_000, identityMs: -1 });
    const socket = await at.arrive(ana.token);
    expect(await ask(socket, 1)).toMatchObject({ result: { data: 'asked' } });
    expect(engine.asked.recheck).toBe(1);
    engine.signOut(ana.token);
    expect(await ask(socket, 2)).toMatchObject({ error: { data: { error: { fault: 'unavailable' } } } });
    expect(engine.asked.call).toBe(1);
    expect(await socket.closed).toBe(CLOSE.signedOut);
  });

  test('is refused as unavailable while nobody can say who asks, and carried out again once somebody can', async () => {
    await starts({ checkMs: 20, identityMs: 0 });
    const socket = await at.arrive(ana.token);
    engine.before.recheck = noDatabase;
    await until(() => engine.asked.recheck > 2);
    expect(await ask(socket, 1)).toMatchObject({ error: { data: { error: { fault: 'unavailable' } } } });
    expect(engine.asked.call).toBe(0);
    delete engine.before.recheck;
    const before = engine.asked.recheck;
    await until(() => engine.asked.recheck > before + 1);
    expect(await ask(socket, 2)).toMatchObject({ result: { data: 'asked' } });
    expect(socket.ws.readyState).toBe(WebSocket.OPEN);
  });
});

test('while nobody can say who still may listen nothing is told, and then all of it, in order', async () => {
  await starts({ checkMs: 20, holdMs: 200 });
  const socket = await at.arrive(ana.token);
  engine.before.recheck = noDatabase;
  at.broker.publish(engine.say(room, 'still told'));
  await socket.hears((frame) => frame.t === 'event' && frame.seq === 1);
  const since = performance.now();
  await until(() => performance.now() - since > 400);
  const { schoolId } = ana.who.person;
  for (const text of ['two', 'three']) at.broker.publish(engine.say(room, text));
  at.broker.publish({ kind: 'passing', schoolId, room, frame: { t: 'passing', room, event: 'typing', payload: {} } });
  const asked = engine.asked.recheck;
  await until(() => engine.asked.recheck > asked + 2);
  expect(seqsIn(socket.frames)).toEqual([1]);
  delete engine.before.recheck;
  await socket.hears((frame) => frame.t === 'event' && frame.seq === 3);
  expect(seqsIn(socket.frames)).toEqual([1, 2, 3]);
  expect(socket.frames.filter(({ t }) => t === 'passing')).toEqual([]);
});

test('a bus that falls silent has everything read at once, and again and again until it is back', async () => {
  let intact = true;
  await starts({ checkMs: 60_000, aloneMs: 20 }, { ...createMemoryBroker(), intact: () => intact });
  const socket = await at.arrive(ana.token);
  expect(engine.asked).toMatchObject({ recheck: 0, moved: 0, heads: 0 });
  intact = false;
  await until(() => engine.asked.recheck > 2 && engine.asked.moved > 2 && engine.asked.heads > 2);
  engine.takeOut(room, ana.who);
  await socket.hears((frame) => frame.t === 'passing' && frame.event === 'room.exited');
  intact = true;
});
