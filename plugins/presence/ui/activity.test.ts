import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Activity } from './activity.ts';

const MINUTE = 60_000;
let told: boolean[];
let refuse: boolean;
let activity: Activity;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  refuse = false;
  activity = new Activity({ idleAfter: 5 * MINUTE, tell });
});
afterEach(() => {
  activity.close();
  vi.useRealTimers();
});

async function tell(idle: boolean): Promise<void> {
  if (refuse) throw new Error('no connection');
  told.push(idle);
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('a page that is used says nothing, however often it is touched', async () => {
  for (let minute = 0; minute < 30; minute++) {
    activity.used();
    await pass(MINUTE);
  }
  expect(told).toEqual([]);
});

test('a page nobody touches says so once, and once that it is used again', async () => {
  await pass(4 * MINUTE);
  activity.used();
  await pass(4.9 * MINUTE);
  expect(told).toEqual([]);
  await pass(MINUTE);
  await pass(60 * MINUTE);
  expect(told).toEqual([true]);
  activity.used();
  activity.used();
  await pass(0);
  expect(told).toEqual([true, false]);
  await pass(6 * MINUTE);
  expect(told).toEqual([true, false, true]);
});

test('a new connection is told again what lies idle, and not what is used', async () => {
  activity.again();
  await pass(6 * MINUTE);
  activity.again();
  await pass(0);
  expect(told).toEqual([true, true]);
});

test('what could not be told is told later, if it still holds', async () => {
  refuse = true;
  await pass(6 * MINUTE);
  refuse = false;
  await pass(MINUTE);
  expect(told).toEqual([true]);
  refuse = true;
  activity.used();
  await pass(0);
  await pass(6 * MINUTE);
  refuse = false;
  await pass(MINUTE);
  expect(told).toEqual([true]);
});

test('a school that changes how long it waits is heeded at once', async () => {
  await pass(2 * MINUTE);
  activity.idleAfter(MINUTE);
  await pass(0);
  expect(told).toEqual([true]);
});
