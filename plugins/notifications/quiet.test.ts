import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietUntil } from './quiet.ts';

const evenings = { hours: '18:00-07:00', weekends: false };
const lunch = { hours: '12:00-13:30', weekends: false };
const weekends = { hours: '', weekends: true };
const until = (now: string, zone: string, ...times: Parameters<typeof quietUntil>[2]) =>
  quietUntil(new Date(now), zone, times)?.toISOString() ?? null;

describe('quiet hours', () => {
  test('end in the morning, whether they began today or yesterday, and hold no longer', () => {
    expect(until('2026-11-18T17:59:59Z', 'Europe/London', evenings)).toBeNull();
    expect(until('2026-11-18T18:00:00Z', 'Europe/London', evenings)).toBe('2026-11-19T07:00:00.000Z');
    expect(until('2026-11-19T06:59:59Z', 'Europe/London', evenings)).toBe('2026-11-19T07:00:00.000Z');
    expect(until('2026-11-19T07:00:00Z', 'Europe/London', evenings)).toBeNull();
    expect(until('2026-11-19T12:15:00Z', 'Europe/London', lunch)).toBe('2026-11-19T13:30:00.000Z');
  });

  test('go by the school’s clock, also where it is put back or forward in the night', () => {
    expect(until('2026-11-18T17:30:00Z', 'Europe/Madrid', evenings)).toBe('2026-11-19T06:00:00.000Z');
    expect(until('2026-11-18T17:30:00Z', 'Asia/Kolkata', evenings)).toBe('2026-11-19T01:30:00.000Z');
    expect(until('2026-03-28T20:00:00Z', 'Europe/London', evenings)).toBe('2026-03-29T06:00:00.000Z');
    expect(until('2026-10-24T20:00:00Z', 'Europe/London', evenings)).toBe('2026-10-25T07:00:00.000Z');
  });

  test('before a weekend that is quiet end on Monday, two kinds of them where the later one does', () => {
    expect(until('2026-11-20T19:00:00Z', 'Europe/London', evenings, weekends)).toBe('2026-11-23T07:00:00.000Z');
    expect(until('2026-11-21T12:00:00Z', 'Europe/London', weekends)).toBe('2026-11-23T00:00:00.000Z');
    expect(until('2026-11-20T12:00:00Z', 'Europe/London', weekends)).toBeNull();
    const late = { hours: '06:30-09:00', weekends: false };
    expect(until('2026-11-18T20:00:00Z', 'Europe/London', evenings, late)).toBe('2026-11-19T09:00:00.000Z');
  });

  test('that leave no time at all end after a week', () => {
    const all = [evenings, { hours: '07:00-18:00', weekends: false }];
    const end = quietUntil(new Date('2026-11-18T20:00:00Z'), 'Europe/London', all);
    expect(end?.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-25T20:00:00Z'));
    expect(end?.getTime()).toBeLessThan(Date.parse('2026-11-27T00:00:00Z'));
  });

  test('when they are over none holds, whatever they are and wherever', () => {
    const time = fc.integer({ min: 0, max: 1_439 }).map((m) => `${pad(Math.floor(m / 60))}:${pad(m % 60)}`);
    const hours = fc.tuple(time, time).map(([from, to]) => `${from}-${to}`);
    const now = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    const zone = fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland');
    fc.assert(
      fc.property(hours, fc.boolean(), now, zone, (given, alsoWeekends, at, timezone) => {
        const times = [{ hours: given, weekends: alsoWeekends }];
        const end = quietUntil(at, timezone, times);
        expect(end === null || (end > at && quietUntil(end, timezone, times) === null)).toBe(true);
      }),
    );
  });
});

describe('where a clock is changed', () => {
  test('times that do not exist are over when they would begin', () => {
    const night = { hours: '01:00-02:00', weekends: false };
    expect(until('2027-03-14T06:07:00Z', 'America/New_York', night)).toBe('2027-03-14T07:00:00.000Z');
    expect(until('2027-03-14T06:07:00Z', 'America/New_York', { ...night, hours: '01:00-02:30' })).toBe(
      '2027-03-14T07:00:00.000Z',
    );
  });

  test('times that come twice are quiet twice', () => {
    const night = { hours: '23:00-01:30', weekends: false };
    expect(until('2026-11-01T06:07:00Z', 'America/New_York', night)).toBe('2026-11-01T06:30:00.000Z');
    expect(until('2026-11-01T05:07:00Z', 'America/New_York', night)).toBe('2026-11-01T05:30:00.000Z');
    expect(until('2026-11-01T05:40:00Z', 'America/New_York', night)).toBeNull();
  });

  test('quiet ends at its first minute of no quiet, at every change of 2026 to 2028 in 40 zones', () => {
    const hours = ['23:00-01:30', '01:00-02:00', '02:00-03:00', '00:30-00:45', '18:00-07:00', '02:30-02:29'];
    let changes = 0;
    for (const zone of ZONES)
      for (const change of changesOf(zone)) {
        changes += 1;
        const clock = clockOf(zone);
        for (const each of hours) expectTruth(zone, clock, change, { hours: each, weekends: changes % 4 === 0 });
      }
    expect(changes).toBeGreaterThan(100);
  });
});

const ZONES =
  'Europe/London Europe/Dublin Europe/Lisbon Europe/Madrid Europe/Paris Europe/Berlin Europe/Warsaw Europe/Athens Europe/Kyiv Europe/Chisinau Africa/Cairo Africa/Casablanca Africa/Lagos Africa/Nairobi Africa/Johannesburg Asia/Jerusalem Asia/Beirut Asia/Gaza Asia/Tehran Asia/Kolkata Asia/Kathmandu Asia/Shanghai Asia/Tokyo Asia/Manila Australia/Sydney Australia/Lord_Howe Australia/Adelaide Australia/Brisbane Pacific/Auckland Pacific/Chatham Pacific/Norfolk America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/St_Johns America/Havana America/Santiago America/Sao_Paulo'.split(
    ' ',
  );
const MINUTE = 60_000;

/** The clock of a zone, by another way than the one under test. */
function clockOf(zone: string): (at: number) => { day: string; minute: number } {
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' },
  });
  const known = new Map<number, { day: string; minute: number }>();
  return (at) => {
    const [day = '', hour = '', minute = ''] = known.has(at) ? [] : clock.format(at).split(/[ ,:]+/);
    const shown = known.get(at) ?? { day, minute: Number(hour) * 60 + Number(minute) };
    known.set(at, shown);
    return shown;
  };
}
function offsetOf(zone: string): (at: number) => string {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (at) => clock.format(at).split('GMT')[1] ?? '';
}

/** The first minute after each change of a zone's clock. */
function changesOf(zone: string): number[] {
  const found: number[] = [];
  const offsetAt = offsetOf(zone);
  const day = 24 * 60 * MINUTE;
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2029, 0, 1); at += day) {
    if (offsetAt(at) === offsetAt(at + day)) continue;
    let [same, changed] = [at, at + day];
    while (changed - same > MINUTE) {
      const middle = same + Math.floor((changed - same) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === offsetAt(at)) same = middle;
      else changed = middle;
    }
    found.push(changed);
  }
  return found;
}

/** Holds the answer, asked every 17 minutes of four hours around a change, against each minute up to two days on. */
function expectTruth(
  zone: string,
  clock: ReturnType<typeof clockOf>,
  change: number,
  times: Parameters<typeof quietUntil>[2][number],
): void {
  const [from = 0, to = 0] = times.hours.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  const isQuiet = (at: number): boolean => {
    const { day, minute } = clock(at);
    const inHours = from < to ? minute >= from && minute < to : minute >= from || minute < to;
    return inHours || (times.weekends && /^S/.test(day));
  };
  for (let at = change - 120 * MINUTE; at < change + 120 * MINUTE; at += 17 * MINUTE) {
    const end = quietUntil(new Date(at), zone, [times]);
    if (end === null)
      expect([zone, new Date(at).toISOString(), isQuiet(at)]).toEqual([zone, new Date(at).toISOString(), false]);
    else expect(quietTo(at, end.getTime(), isQuiet), `${zone} ${new Date(at).toISOString()} ${times.hours}`).toBe(true);
  }
}

/** Quiet at each minute before an end, and not at the end. Only the hours around the two are looked at one by one. */
function quietTo(from: number, end: number, isQuiet: (at: number) => boolean): boolean {
  if (isQuiet(end)) return false;
  const step = end - from > 12 * 60 * MINUTE ? 11 * MINUTE : MINUTE;
  for (let at = from; at < end; at += step) if (!isQuiet(at)) return false;
  return isQuiet(end - MINUTE);
}

const pad = (n: number): string => String(n).padStart(2, '0');
