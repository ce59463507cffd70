import { expect, test } from 'vitest';
import { liveness, readiness, sharedFor } from './health.ts';

const well = { name: 'database', ask: async () => null };

test('a node whose checks are all well is ready', async () => {
  expect(await readiness([well])).toEqual({ status: 200, body: { ready: true, reasons: {} } });
  expect(liveness()).toEqual({ status: 200, body: { alive: true } });
});

test('one unwell check is enough for 503, with its reason', async () => {
  const queue = { name: 'queue', ask: async () => 'the worker is not running' };
  expect(await readiness([well, queue])).toEqual({
    status: 503,
    body: { ready: false, reasons: { queue: 'the worker is not running' } },
  });
});

test('a check that may fail is listed and keeps the node ready', async () => {
  const school = { name: 'school elmgrove', ask: async () => 'elmgrove.yaml:3 title is missing', mayFail: true };
  const answer = await readiness([well, school]);
  expect(answer.status).toBe(200);
  expect(answer.body.reasons).toEqual({ 'school elmgrove': 'elmgrove.yaml:3 title is missing' });
});

test('a check that throws is unwell, and its words are not repeated', async () => {
  const broken = { name: 'database', ask: () => Promise.reject(new Error('postgres://homeroom:pass@db')) };
  const answer = await readiness([broken]);
  expect(answer).toEqual({ status: 503, body: { ready: false, reasons: { database: 'failed when asked' } } });
});

test('a check that never answers is unwell once its deadline is over', async () => {
  const silent = { name: 'broker', ask: () => new Promise<null>(() => {}) };
  expect((await readiness([silent, well], 10)).body.reasons).toEqual({ broker: 'did not answer within 10 ms' });
});

test('those who ask at once, or soon after, share one answer', async () => {
  let asked = 0;
  const answer = Promise.withResolvers<null>();
  const slow = sharedFor(60_000, {
    name: 'database',
    ask: () => {
      asked += 1;
      return answer.promise;
    },
  });
  const all = [readiness([slow]), readiness([slow])];
  answer.resolve(null);
  for (const { status } of await Promise.all(all)) expect(status).toBe(200);
  expect((await readiness([slow])).status).toBe(200);
  expect(asked).toBe(1);
});
