import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockChanges, MINUTE, type WallClock, wallClock, ZONES } from '../../engine/testing/clock-changes.ts';
import { type QuietTimes, quietUntil } from './quiet.ts';

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
      for (const change of clockChanges(zone)) {
        changes += 1;
        const clock = wallClock(zone);
        for (const each of hours) expectTruth(zone, clock, change, [{ hours: each, weekends: changes % 4 === 0 }]);
        // Those of the school, and one's own.
        const [own, school] = [hours[changes % 5] ?? '', hours[(changes + 1 + (changes % 4)) % 5] ?? ''];
        const times = [
          { hours: own, weekends: false },
          { hours: school, weekends: changes % 3 === 0 },
        ];
        expectTruth(zone, clock, change, times);
      }
    expect(changes).toBeGreaterThan(100);
  });
});

/** Holds the answer, asked every 17 minutes of four hours around a change, against each minute up to two days on. */
function expectTruth(zone: string, clock: WallClock, change: number, times: Parameters<typeof quietUntil>[2]): void {
  const isQuiet = (at: number): boolean => times.some((one) => isWithin(one, clock(at)));
  for (let at = change - 120 * MINUTE; at < change + 120 * MINUTE; at += 17 * MINUTE) {
    const end = quietUntil(new Date(at), zone, times);
    const said = `${zone} ${new Date(at).toISOString()} ${JSON.stringify(times)}`;
    if (end === null) expect([said, isQuiet(at)]).toEqual([said, false]);
    else expect(quietTo(at, end.getTime(), isQuiet), said).toBe(true);
  }
}

function isWithin({ hours, weekends }: QuietTimes, { weekday, minute }: ReturnType<WallClock>): boolean {
  const [from = 0, to = 0] = hours.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  const inHours = from < to ? minute >= from && minute < to : from > to && (minute >= from || minute < to);
  return inHours || (weekends && /^S/.test(weekday));
}

/** Quiet at each minute before an end, and not at the end. Only the hours around the two are looked at one by one. */
function quietTo(from: number, end: number, isQuiet: (at: number) => boolean): boolean {
  if (isQuiet(end)) return false;
  const step = end - from > 12 * 60 * MINUTE ? 11 * MINUTE : MINUTE;
  for (let at = from; at < end; at += step) if (!isQuiet(at)) return false;
  return isQuiet(end - MINUTE);
}

const pad = (n: number): string => String(n).padStart(2, '0');
