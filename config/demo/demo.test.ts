import { expect, test } from 'vitest';
import { clockChanges, DAY, MINUTE, wallClock, ZONES } from '../../engine/testing/clock-changes.ts';
import type { DemoLine } from './demo-school.ts';
import { elmgrove } from './elmgrove.ts';
import { oakwood } from './oakwood.ts';
import { schoolTime } from './school-time.ts';

const rooms = [oakwood, elmgrove].flatMap((school) =>
  school.classrooms.flatMap((classroom) => classroom.rooms.map((room) => ({ school, classroom, room }))),
);

test('every line is by somebody who is there, after what it answers and in the order of the clock', () => {
  for (const { school, room } of rooms) {
    const named = new Set<string>();
    for (const [index, line] of room.lines.entries()) {
      const people = [line.by, ...Object.values(line.reactions ?? {}).flat(), ...(room.readBy ?? [])];
      for (const person of people) expect(school.people, `${person}: ${line.text}`).toHaveProperty(person);
      for (const earlier of [line.quotes, line.thread]) if (earlier) expect(named).toContain(earlier);
      if (line.name) named.add(line.name);
      expect(isAfter(line, room.lines[index - 1]), line.text).toBe(true);
    }
  }
});

const isAfter = (line: DemoLine, before: DemoLine | undefined): boolean =>
  !before || line.day < before.day || (line.day === before.day && line.time >= before.time);

test('school days leave weekends out and follow the clock of the school', () => {
  const monday = new Date('2026-11-23T08:00:00Z');
  expect(schoolTime(monday, 1, '09:15', 'Europe/London').toISOString()).toBe('2026-11-20T09:15:00.000Z');
  expect(schoolTime(monday, 4, '09:15', 'Asia/Kolkata').toISOString()).toBe('2026-11-17T03:45:00.000Z');
  expect(schoolTime(new Date('2026-07-08T23:30:00Z'), 1, '18:00', 'America/New_York').toISOString()).toBe(
    '2026-07-07T22:00:00.000Z',
  );
});

test('a school day’s time is what its clock shows, at every change of 2026 to 2028', () => {
  for (const zone of ZONES) {
    const clock = wallClock(zone);
    for (const change of clockChanges(zone))
      for (const time of ['08:15', '12:40', '18:00'])
        for (let now = change - 2 * DAY; now < change + 3 * DAY; now += DAY / 3 + 7 * MINUTE) {
          const at = schoolTime(new Date(now), 1, time, zone).getTime();
          const { day, weekday, minute } = clock(at);
          expect([zone, new Date(now), minute]).toEqual([zone, new Date(now), minutesOf(time)]);
          expect(weekday).not.toMatch(/^S/);
          const days = (Date.parse(clock(now).day) - Date.parse(day)) / DAY;
          expect(days).toBe({ Mon: 3, Sun: 2 }[clock(now).weekday] ?? 1);
        }
  }
});

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
