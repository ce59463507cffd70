import { expect, test } from 'vitest';
import { clockChanges, DAY, MINUTE, wallClock, ZONES } from '../../../engine/testing/clock-changes.ts';
import { clockTime, dayKey, dayName, listTime, shortDate } from './time.ts';

const HOUR = 60 * MINUTE;
const changes = ZONES.flatMap((timezone) => clockChanges(timezone).map((change) => [timezone, change] as const));
const next = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

test('days have the names that a clock on the wall gives them, at every change of 2026 to 2028', () => {
  expect(changes.length).toBeGreaterThan(100);
  for (const [timezone, change] of changes) {
    const clock = wallClock(timezone);
    for (let at = change - 26 * HOUR; at < change + 26 * HOUR; at += 5 * HOUR + 13 * MINUTE) {
      const { day } = clock(at);
      for (const since of [0, 23, 24, 25, 47, 49]) {
        const now = at + since * HOUR;
        const when = { locale: 'en-GB', timezone, now: new Date(now) };
        const today = clock(now).day;
        const name = day === today ? 'Today' : next(day, 1) === today ? 'Yesterday' : undefined;
        expect(dayKey(new Date(at), when)).toBe(day);
        expect([timezone, new Date(at).toISOString(), dayName(new Date(at), when)]).toEqual([
          timezone,
          new Date(at).toISOString(),
          name ?? expect.stringMatching(new RegExp(`day ${Number(day.slice(8))} `)),
        ]);
        const listed = name === 'Today' ? clockTime(new Date(at), when) : (name ?? shortDate(new Date(at), when));
        expect(listTime(new Date(at), when)).toBe(listed);
      }
    }
  }
});
