const DAY_MS = 86_400_000;

/**
 * The moment so many school days (Monday to Friday) before `now`, at a time on the school's clock.
 * @param time as in `09:15`
 */
export function schoolTime(now: Date, days: number, time: string, timezone: string): Date {
  let day = now.getTime();
  for (let left = days; left > 0; ) {
    day -= DAY_MS;
    if (!isWeekend(new Date(day), timezone)) left--;
  }
  const wall = Date.parse(`${localDate(new Date(day), timezone)}T${time}:00Z`);
  return new Date(wall - offset(new Date(wall), timezone));
}

const part = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, ...options }).format(at);
const isWeekend = (at: Date, timeZone: string): boolean => /^S/.test(part(at, timeZone, { weekday: 'short' }));
const localDate = (at: Date, timeZone: string): string =>
  part(at, timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' });

/** How far the school's clock is ahead of UTC at a moment, in milliseconds. */
function offset(at: Date, timeZone: string): number {
  const clock = part(at, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return Date.parse(`${localDate(at, timeZone)}T${clock}:00Z`) - Math.floor(at.getTime() / 60_000) * 60_000;
}
