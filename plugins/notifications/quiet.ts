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
  const offset = offsetAt(from, timezone);
  if (offsetAt(to, timezone) === offset) return to;
  let same = from;
  let changed = to;
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetAt(middle, timezone) === offset) same = middle;
    else changed = middle;
  }
  return changed;
}

/** How far a clock on the wall is before UTC, in milliseconds. */
const offsetAt = (instant: number, timezone: string): number => wallClock(instant, timezone) - instant;

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

/** What a clock on the wall shows, as if it was UTC, in milliseconds. */
function wallClock(instant: number, timezone: string): number {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second, instant % 1_000);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  });
  formats.set(timeZone, format);
  return format;
}
