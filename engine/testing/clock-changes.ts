/** Zones whose clocks are changed in every way there is: at midnight, by half an hour, by law of the moon; and some that are not. */
export const ZONES =
  'Europe/London Europe/Dublin Europe/Lisbon Europe/Madrid Europe/Paris Europe/Berlin Europe/Warsaw Europe/Athens Europe/Kyiv Europe/Chisinau Atlantic/Azores Africa/Cairo Africa/Casablanca Africa/Lagos Africa/Nairobi Africa/Johannesburg Asia/Jerusalem Asia/Beirut Asia/Gaza Asia/Tehran Asia/Kolkata Asia/Kathmandu Asia/Shanghai Asia/Tokyo Asia/Manila Australia/Sydney Australia/Lord_Howe Australia/Adelaide Australia/Brisbane Pacific/Auckland Pacific/Chatham Pacific/Norfolk America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/St_Johns America/Havana America/Santiago America/Sao_Paulo America/Nuuk'.split(
    ' ',
  );

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** What a clock on the wall shows: `2026-03-29 01:59`*/
export type WallClock = (at: number) => { readonly day: string; readonly weekday: string; readonly minute: number };

/** The clock of a zone, by another way than those under test. It keeps what it showed. */
export function wallClock(timeZone: string): WallClock {
  const two = '2-digit' as const;
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, weekday: 'short', year: 'numeric', month: two, day: two, hour: two, minute: two, hourCycle: 'h23' },
  });
  const known = new Map<number, ReturnType<WallClock>>();
  return (at) => {
    const kept = known.get(at);
    if (kept) return kept;
    const [weekday = '', day, month, year, hour, minute] = clock.format(at).split(/[ ,:/]+/);
    const shown = { day: `${year}-${month}-${day}`, weekday, minute: Number(hour) * 60 + Number(minute) };
    known.set(at, shown);
    return shown;
  };
}

/** The first minute after each change of a zone's clock, 2026 to 2028. */
export function clockChanges(timeZone: string): number[] {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number) => clock.format(at).split('GMT')[1];
  const found: number[] = [];
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2029, 0, 1); at += DAY) {
    if (offsetAt(at) === offsetAt(at + DAY)) continue;
    let [same, changed] = [at, at + DAY];
    while (changed - same > MINUTE) {
      const middle = same + Math.floor((changed - same) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === offsetAt(at)) same = middle;
      else changed = middle;
    }
    found.push(changed);
  }
  return found;
}
