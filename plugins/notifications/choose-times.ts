import { z } from 'zod';
import { type ActorContext, run, sql } from '../../engine/index.ts';
import { HOURS, type notifications, type Preferences } from './contract.ts';
import { free } from './deliver.ts';
import { dueTimes } from './due-times.ts';
import { readPreferences } from './preferences.ts';

export const ChooseTimes = z.strictObject({
  quietHours: z.string().regex(HOURS),
  quietWeekends: z.boolean(),
  mail: z.boolean(),
});

/** Chooses when to be told nothing, and whether to be mailed. What was kept and need not be any more is told at once. */
export async function chooseTimes(
  { quietHours, quietWeekends, mail }: z.output<typeof ChooseTimes>,
  ctx: ActorContext<typeof notifications>,
): Promise<Preferences> {
  await run(
    ctx.em,
    sql`insert into notifications_person (person_id, school_id, quiet_hours, quiet_weekends, mail, chosen_at)
     values (${ctx.actor.id}, ${ctx.school.id}, ${quietHours}, ${quietWeekends}, ${mail}, now())
     on conflict (person_id) do update set quiet_hours = excluded.quiet_hours,
       quiet_weekends = excluded.quiet_weekends, mail = excluded.mail, chosen_at = excluded.chosen_at`,
  );
  const [quiet] = await dueTimes([ctx.actor.id], ctx);
  if (!quiet) await free(sql`person_id = ${ctx.actor.id}`, ctx);
  return readPreferences(ctx);
}
