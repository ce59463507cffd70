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
 * When the quiet that holds now is over, by the clock of a time zone, where any of several times may hold; null when none
 * does now.
 */
export function quietUntil(now: Date, timezone: string, times: readonly QuietTimes[]): Date | null {
  const begun = wallClock(now.getTime(), timezone);
  let wall = begun;
  for (let next = endOf(wall, times); next !== null; next = endOf(wall, times)) {
    wall = next;
    if (wall - begun >= LONGEST) break;
  }
  return wall === begun ? null : new Date(Math.max(instantOf(wall, timezone), now.getTime()));
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

/** What a clock on the wall shows, as if it was UTC: milliseconds without seconds' fractions. */
function wallClock(instant: number, timezone: string): number {
  const parts = Object.fromEntries(
    formatOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>;
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/** When a clock on the wall shows that. Twice, because the clock may be put back or forward meanwhile. */
function instantOf(wall: number, timezone: string): number {
  const offsetAt = (instant: number): number => wallClock(instant, timezone) - instant;
  const near = wall - offsetAt(wall);
  return wall - offsetAt(near);
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
