import { setImmediate as sockets } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { openLine, type TestLine } from '../testing/network-line.ts';
import { openSocket, seqsIn, startTestGateway, type TestGateway, type TestSocket } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import { CLOSE } from './close-codes.ts';

let at: TestGateway;
let line: TestLine;
afterEach(async () => {
  line.close();
  await at.stop();
});

/** One member behind a line that has stopped, another that reads; more is said than the kernel can hold for the first. */
async function overwhelm(
  limits = {},
): Promise<{ slow: TestSocket; quick: TestSocket; room: string; head: number; token: string }> {
  at = await startTestGateway({ limits });
  line = await openLine(at.gateway.port);
  const [ana, ben] = [at.engine.person('ana'), at.engine.person('ben')];
  const room = at.engine.room();
  at.engine.put(room, ana.who);
  at.engine.put(room, ben.who);
  const quick = await at.arrive(ben.token);
  const slow = await openSocket(`ws://127.0.0.1:${line.port}/realtime`);
  slow.say({ t: 'hello', token: ana.token, cursors: {} });
  await slow.hears(({ t }) => t === 'hello');
  line.freeze();
  for (let n = 0; n < 1_000; n += 1) {
    at.broker.publish(at.engine.say(room, 'x'.repeat(20_000)));
    if (n % 10 === 0) await sockets();
  }
  const head = at.engine.head(room);
  await quick.hears((frame) => frame.t === 'event' && frame.seq === head);
  return { slow, quick, room, head, token: ana.token };
}

test('a slow reader is told 4009 once it reads again, and its cursor brings it everything it missed', async () => {
  const { slow, quick, room, head, token } = await overwhelm();
  line.thaw();
  expect(await slow.closed).toBe(CLOSE.slowReader);
  const read = seqsIn(slow.frames);
  const cursor = read.at(-1) ?? 0;
  expect(cursor).toBeLessThan(head);
  expect(read).toEqual(Array.from({ length: cursor }, (_, place) => place + 1));
  const back = await at.arrive(token, { [room]: cursor });
  await back.hears((frame) => frame.t === 'resume' && frame.to === head);
  expect([...read, ...seqsIn(back.frames)]).toEqual(Array.from({ length: head }, (_, place) => place + 1));
  expect(seqsIn(quick.frames)).toHaveLength(head);
}, 30_000);

test('a reader that never reads again is cut off, and nobody else waits for it', async () => {
  const { quick } = await overwhelm({ stuckMs: 100 });
  await until(() => at.gateway.connections() === 1);
  quick.say('PING');
  expect(await quick.hears((frame) => (frame as unknown) === 'PONG')).toBeDefined();
  expect(at.counted.codes).toEqual([1006]);
}, 30_000);
