import { expect, test } from 'vitest';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import { useStage } from '../testing/stage.ts';
import { endOfDay } from './cards-end.ts';

const stage = useStage();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Among them some whose clocks change at midnight, by half an hour, or go back over it. */
const ZONES =
  'Europe/London Europe/Berlin Europe/Lisbon Atlantic/Azores America/New_York America/Havana America/Santiago America/St_Johns Asia/Beirut Asia/Kathmandu Asia/Tokyo Australia/Lord_Howe Pacific/Auckland Pacific/Chatham America/Nuuk UTC'.split(
    ' ',
  );

test('a day ends when a clock on the wall first shows the next one, at every change of 2026 to 2028', async () => {
  const { engine } = stage();
  const asked = { school: engine.school('oakwood'), person: null };
  const days = ZONES.flatMap((zone) => changesIn(zone).map((day) => [zone, day] as const));
  expect(days.length).toBeGreaterThan(100);
  const ends = await inUnitOfWork(engine.engine, asked, async ({ em }) => {
    const found = [];
    for (const [zone, day] of days) found.push([zone, day, (await endOfDay(em, day, zone)).toISOString()]);
    return found;
  });
  expect(ends).toEqual(days.map(([zone, day]) => [zone, day, new Date(firstAfter(day, zone)).toISOString()]));
});

const clocks = new Map<string, Intl.DateTimeFormat>();
function clock(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const two = '2-digit' as const;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: two, day: two, hour: two, minute: two },
  });
  clocks.set(zone, made);
  return made;
}

/** The days before, of and after each change of the clock. */
function changesIn(zone: string): string[] {
  const days = new Set(['2027-02-28', '2028-02-29']);
  const offset = (at: number) => Date.parse(`${clock(zone).format(at).replace(', ', 'T')}Z`) - at;
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2029, 0, 1); at += DAY)
    if (offset(at) !== offset(at + DAY))
      for (const day of [-1, 0, 1]) days.add(new Date(at + day * DAY).toISOString().slice(0, 10));
  return [...days];
}

/** By looking at the clock every quarter of an hour. */
function firstAfter(day: string, zone: string): number {
  for (let at = Date.parse(day) - DAY; ; at += HOUR / 4) if (clock(zone).format(at).slice(0, 10) > day) return at;
}
