// Dates in the reader's own words, through Intl. Formatters are dear to make and kept by what made them.
const made = new Map<string, Intl.DateTimeFormat>();

function format(at: string | Date, options: Intl.DateTimeFormatOptions, locale?: string, timezone?: string): string {
  const key = JSON.stringify([locale, timezone, options]);
  let formatter = made.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { ...options, ...(timezone ? { timeZone: timezone } : {}) });
    made.set(key, formatter);
  }
  return formatter.format(new Date(at));
}

export interface When {
  /** BCP 47; the browser's own without it. */
  readonly locale?: string | undefined;
  /** IANA name; the browser's own without it. */
  readonly timezone?: string | undefined;
  /** Now, for the words "today" and "yesterday". */
  readonly now?: Date | undefined;
}

/** 14:05 */
export const clockTime = (at: string | Date, when: When = {}): string =>
  format(at, { hour: 'numeric', minute: '2-digit' }, when.locale, when.timezone);

/** Tuesday 4 March 2026, 14:05: all of it, for tooltips. */
export const fullTime = (at: string | Date, when: When = {}): string =>
  format(at, { dateStyle: 'full', timeStyle: 'short' }, when.locale, when.timezone);

/** 4 Mar, with the year once it is another one. */
export function shortDate(at: string | Date, when: When = {}): string {
  return format(
    at,
    { day: 'numeric', month: 'short', ...otherYear(at, when.now ?? new Date(), when) },
    when.locale,
    when.timezone,
  );
}

/** A day's key, equal for times of one day where the reader is. */
export const dayKey = (at: string | Date, when: When = {}): string =>
  format(at, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA', when.timezone);

/** The line over a day's messages: Today, Yesterday, Tuesday 4 March. */
export function dayName(at: string | Date, when: When = {}): string {
  const now = when.now ?? new Date();
  const days = daysBetween(at, now, when);
  if (days === 0 || days === -1) return capital(relative(days, 'day', when.locale), when.locale);
  return format(
    at,
    { weekday: 'long', day: 'numeric', month: 'long', ...otherYear(at, now, when) },
    when.locale,
    when.timezone,
  );
}

/** The clock's time today, "yesterday" the day before, a short date earlier: for lists. */
export function listTime(at: string | Date, when: When = {}): string {
  const days = daysBetween(at, when.now ?? new Date(), when);
  if (days === 0) return clockTime(at, when);
  return days === -1 ? capital(relative(-1, 'day', when.locale), when.locale) : shortDate(at, when);
}

/** "in 3 hours", "2 days ago". What is to come is rounded: a week just begun ends in 7 days, not in 6. */
export function fromNow(at: string | Date, when: When = {}): string {
  const seconds = (new Date(at).getTime() - (when.now ?? new Date()).getTime()) / 1_000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) < length) continue;
    const count = seconds / length;
    return relative(count > 0 ? Math.round(count) : Math.trunc(count), unit, when.locale);
  }
  return relative(0, 'minute', when.locale);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** Asks for the year of a time whose year is not that of now, by the clock of the reader. */
const otherYear = (at: string | Date, now: Date, when: When): Intl.DateTimeFormatOptions =>
  dayKey(at, when).slice(0, 4) === dayKey(now, when).slice(0, 4) ? {} : { year: 'numeric' };

/** Whole days of the calendar from now to a time: -1 is yesterday. */
function daysBetween(at: string | Date, now: Date, when: When): number {
  const day = (time: string | Date) => Date.parse(`${dayKey(time, when)}T00:00:00Z`);
  return Math.round((day(at) - day(now)) / 86_400_000);
}

const relative = (value: number, unit: Intl.RelativeTimeFormatUnit, locale?: string): string =>
  new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(value, unit);

const capital = (text: string, locale?: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
