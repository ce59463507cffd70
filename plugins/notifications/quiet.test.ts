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
        // In the hour in which a clock is put back or forward a time may come twice, or not at all.
        const after = end && quietUntil(new Date(end.getTime() + 3_600_000), timezone, times);
        expect(end === null || (end >= at && (after === null || after > end))).toBe(true);
      }),
    );
  });
});

const pad = (n: number): string => String(n).padStart(2, '0');
