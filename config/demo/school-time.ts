import { aheadAt, wallClock } from '../../engine/index.ts';

const DAY_MS = 86_400_000;

/**
 * The moment so many school days (Monday to Friday) before `now`, at a time on the school's clock.
 * @param time as in `09:15`
 */
export function schoolTime(now: Date, days: number, time: string, timezone: string): Date {
  // Days of the calendar: some last 23 hours, and some 25.
  const today = wallClock(now.getTime(), timezone);
  let day = today - (today % DAY_MS);
  for (let left = days; left > 0; ) {
    day -= DAY_MS;
    if (!isWeekend(day)) left--;
  }
  const wall = day + Date.parse(`1970-01-01T${time}:00Z`);
  // The clock may be changed between the two: what counts is how far it is ahead then.
  return new Date(wall - aheadAt(wall - aheadAt(wall, timezone), timezone));
}

const isWeekend = (day: number): boolean => [0, 6].includes(new Date(day).getUTCDay());
