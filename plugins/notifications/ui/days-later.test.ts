import { expect, test } from 'vitest';
import { clockChanges, DAY, MINUTE, wallClock, ZONES } from '../../../engine/testing/clock-changes.ts';
import { daysLater } from './days-later.ts';

const HOUR = 60 * MINUTE;
const changes = ZONES.flatMap((timezone) => clockChanges(timezone).map((change) => [timezone, change] as const));
const next = (day: string, days: number) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

test('days later it is the same time on the wall, at every change of 2026 to 2028', () => {
  for (const [timezone, change] of changes) {
    const clock = wallClock(timezone);
    for (const days of [1, 7])
      for (let at = change - days * DAY - 3 * HOUR; at < change + 3 * HOUR; at += days * 73 * MINUTE) {
        const from = clock(at);
        const end = daysLater(new Date(at), days, timezone).getTime();
        const said = [timezone, days, new Date(at).toISOString(), new Date(end).toISOString()];
        const wanted = { day: next(from.day, days), minute: from.minute };
        const first = firstAt(clock, wanted, at + days * DAY);
        if (first !== undefined) expect([...said, end]).toEqual([...said, first]);
        // The hour is left out: it is over by then.
        else expect([...said, wall(clock(end)) - wall(wanted)]).toEqual([...said, expect.toSatisfy(isWithinAnHour)]);
      }
  }
});

const wall = ({ day, minute }: { day: string; minute: number }) => Date.parse(day) + minute * MINUTE;
const isWithinAnHour = (apart: number) => apart > 0 && apart <= HOUR;

/** The first minute at which a clock shows a time, within an hour and a half. */
function firstAt(clock: ReturnType<typeof wallClock>, wanted: { day: string; minute: number }, around: number) {
  for (let at = around - 90 * MINUTE; at <= around + 90 * MINUTE; at += MINUTE) {
    const { day, minute } = clock(at);
    if (day === wanted.day && minute === wanted.minute) return at;
  }
  return undefined;
}
