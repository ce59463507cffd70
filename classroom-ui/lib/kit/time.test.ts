import { expect, test } from 'vitest';
import { clockTime, dayKey, dayName, fromNow, listTime, shortDate } from './time.ts';

const when = { locale: 'en-GB', timezone: 'Europe/London', now: new Date('2026-03-04T15:00:00Z') };

test('a time of today is shown by the clock', () => {
  expect(clockTime('2026-03-04T14:05:00Z', when)).toBe('14:05');
  expect(listTime('2026-03-04T14:05:00Z', when)).toBe('14:05');
});

test('days have names as people say them', () => {
  expect(dayName('2026-03-04T00:10:00Z', when)).toBe('Today');
  expect(dayName('2026-03-03T23:50:00Z', when)).toBe('Yesterday');
  expect(dayName('2026-03-02T12:00:00Z', when)).toBe('Monday 2 March');
  expect(dayName('2025-12-24T12:00:00Z', when)).toContain('2025');
});

test('a day begins and ends where the reader is, not in Greenwich', () => {
  const auckland = { ...when, timezone: 'Pacific/Auckland' };
  expect(dayKey('2026-03-04T12:30:00Z', auckland)).toBe('2026-03-05');
  expect(dayKey('2026-03-04T12:30:00Z', when)).toBe('2026-03-04');
});

test('older times are dates, with the year once it is another one', () => {
  expect(shortDate('2026-02-01T12:00:00Z', when)).toBe('1 Feb');
  expect(shortDate('2025-02-01T12:00:00Z', when)).toBe('1 Feb 2025');
});

test('a year begins and ends where the reader is, too', () => {
  const inAuckland = { ...when, timezone: 'Pacific/Auckland', now: new Date('2026-12-31T12:00:00Z') };
  expect(shortDate('2026-12-28T12:00:00Z', inAuckland)).toBe('29 Dec 2026');
  expect(dayName('2026-12-28T12:00:00Z', inAuckland)).toContain('2026');
  const inHonolulu = { ...when, timezone: 'Pacific/Honolulu', now: new Date('2027-01-01T08:00:00Z') };
  expect(shortDate('2026-12-28T12:00:00Z', inHonolulu)).toBe('28 Dec');
});

test('what is to come and what has been are told from now', () => {
  expect(fromNow('2026-03-04T18:10:00Z', when)).toBe('in 3 hours');
  expect(fromNow('2026-03-11T14:59:58Z', when)).toBe('in 7 days');
  expect(fromNow('2026-03-01T15:01:00Z', when)).toBe('2 days ago');
  expect(fromNow('2026-03-02T15:00:00Z', when)).toBe('2 days ago');
  expect(fromNow('2026-03-04T15:00:20Z', when)).toBe('this minute');
});
