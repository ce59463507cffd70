import { aheadAt, wallClock } from '../../engine/index.ts';

/** Times in which nobody is to be told anything. */
export interface QuietTimes {
  /** `18:00-07:00`, also over midnight; empty: none. */
  readonly hours: string;
  /** All of Saturday and Sunday too. */
  readonly weekends: boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Whoever leaves themselves no other time is told after so long all the same. */
const LONGEST = 7 * DAY;

/**
 * When the quiet that holds now is over: the first moment at which a clock on the wall of this time zone shows a time outside all
 * of these; null when none holds now. Times that a change of the clock leaves out are over when they would begin; times that
 * come twice are quiet twice.
 */
export function quietUntil(now: Date, timezone: string, times: readonly QuietTimes[]): Date | null {
  const begun = now.getTime();
  let at = begun;
  while (at - begun < LONGEST) {
    const wall = wallClock(at, timezone);
    const end = endOf(wall, times);
    if (end === null) break;
    at = untilChange(at, at + (end - wall), timezone);
  }
  return at === begun ? null : new Date(at);
}

/** The end of a stretch of time, or the first change of the clock that it finds in it. */
function untilChange(from: number, to: number, timezone: string): number {
  const offset = aheadAt(from, timezone);
  if (aheadAt(to, timezone) === offset) return to;
  let same = from;
  let changed = to;
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (aheadAt(middle, timezone) === offset) same = middle;
    else changed = middle;
  }
  return changed;
}

/** The end of the quiet that holds at a time of the wall clock, if any does. */
function endOf(wall: number, times: readonly QuietTimes[]): number | null {
  const midnight = wall - (wall % DAY);
  const ends = times.flatMap(({ hours, weekends }) => [
    ...(weekends && isWeekend(midnight) ? [midnight + DAY] : []),
    ...endOfHours(hours, wall - midnight).map((end) => midnight + end),
  ]);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The first of January 1970 was a Thursday. */
const isWeekend = (midnight: number): boolean => [2, 3].includes((midnight / DAY) % 7);

/** Milliseconds from midnight to the end of these hours, if a time of the day is in them. */
function endOfHours(hours: string, time: number): number[] {
  const [from, to] = hours.split('-').map(sinceMidnight);
  if (from === undefined || to === undefined || from === to) return [];
  if (from < to) return time >= from && time < to ? [to] : [];
  if (time >= from) return [DAY + to];
  return time < to ? [to] : [];
}

function sinceMidnight(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return (hour * 60 + minute) * MINUTE;
}
