import { run, sql } from '../../engine/index.ts';
import { type QuietTimes, quietUntil } from './quiet.ts';
import type { Context } from './reads.ts';

interface Row extends QuietTimes {
  readonly person: string;
}

/** When each of these people may be told of what is due now, in their order; null: at once. One statement for all. */
export async function dueTimes(
  people: readonly string[],
  ctx: Context,
  now = new Date(),
): Promise<readonly (Date | null)[]> {
  const own = await ownTimes(people, ctx);
  const school = schoolTimes(ctx);
  const unlessOwn = quietUntil(now, ctx.school.timezone, [school]);
  return people.map((id) => {
    const times = own.get(id);
    return times ? quietUntil(now, ctx.school.timezone, [school, times]) : unlessOwn;
  });
}

const schoolTimes = ({ settings }: Pick<Context, 'settings'>): QuietTimes => ({
  hours: settings.quietHours,
  weekends: settings.quietWeekends,
});

/** Of those who chose any. */
async function ownTimes(people: readonly string[], { em }: Context): Promise<ReadonlyMap<string, QuietTimes>> {
  const rows = await run(
    em,
    sql<Row>`select person_id person, quiet_hours hours, quiet_weekends weekends from notifications_person
     where person_id = any(${people}::uuid[]) and (quiet_hours <> '' or quiet_weekends)`,
  );
  return new Map(rows.map((row) => [row.person, row]));
}
