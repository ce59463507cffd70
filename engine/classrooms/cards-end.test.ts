import { expect, test } from 'vitest';
import { clockChanges, DAY, MINUTE, wallClock, ZONES } from '../testing/clock-changes.ts';
import { endOfDay } from './cards-end.ts';

test('a day ends when a clock on the wall first shows the next one, at every change of 2026 to 2028', () => {
  const days = ZONES.flatMap((zone) => changesIn(zone).map((day) => [zone, day] as const));
  expect(days.length).toBeGreaterThan(300);
  const ends = days.map(([zone, day]) => [zone, day, endOfDay(day, zone).toISOString()]);
  expect(ends).toEqual(days.map(([zone, day]) => [zone, day, new Date(firstAfter(day, zone)).toISOString()]));
});

/** The days before, of and after each change of the clock. */
function changesIn(zone: string): string[] {
  const days = new Set(['2027-02-28', '2028-02-29']);
  for (const change of clockChanges(zone))
    for (const day of [-1, 0, 1]) days.add(new Date(change + day * DAY).toISOString().slice(0, 10));
  return [...days];
}

/** By looking at the clock every quarter of an hour. */
function firstAfter(day: string, zone: string): number {
  const clock = wallClock(zone);
  for (let at = Date.parse(day) - DAY; ; at += 15 * MINUTE) if (clock(at).day > day) return at;
}
