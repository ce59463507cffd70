import { aheadAt } from '../../../engine/client.ts';

const DAY = 86_400_000;

/**
 * The moment so many days later at which a clock on the wall shows the same time. A time that a change of the clock leaves out
 * becomes one as much later; of a time that comes twice it is the first.
 * @param timezone IANA name; the browser's own without it
 */
export function daysLater(
  at: Date,
  days: number,
  timezone = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): Date {
  const later = at.getTime() + days * DAY;
  const ahead = aheadAt(later, timezone);
  const same = later + aheadAt(at.getTime(), timezone) - ahead;
  return new Date(aheadAt(same, timezone) === ahead ? same : later);
}
