import { z } from 'zod';
import { type ActorContext, run, sql } from '../../engine/index.ts';
import type { notifications, Preferences, ReasonChoice } from './contract.ts';
import { EVERY } from './every-message.ts';

type Context = ActorContext<typeof notifications>;

export const ChooseReason = z.strictObject({
  notice: z.string().max(200),
  bell: z.boolean(),
  push: z.boolean(),
  mail: z.boolean(),
});

/** Somebody who wants every message of a room still wants no mail of each. */
const unlessChosen = (notice: string) => ({ bell: true, push: true, mail: notice !== EVERY });

/** What the asker chose, of every kind of notices that is offered here now. */
export async function readPreferences(ctx: Context): Promise<Preferences> {
  const rows = await run(
    ctx.em,
    sql<ReasonChoice>`select notice, bell, push, mail from notifications_reason where person_id = ${ctx.actor.id}`,
  );
  const chosen = new Map(rows.map((row) => [row.notice, row]));
  const reasons = Object.entries(ctx.notices).map(([notice, { title }]) => ({
    ...{ notice, title },
    ...(chosen.get(notice) ?? unlessChosen(notice)),
  }));
  return { reasons, ...(await readTimes(ctx)) };
}

async function readTimes(ctx: Context): Promise<Omit<Preferences, 'reasons'>> {
  const [row] = await run(
    ctx.em,
    sql<
      Omit<Preferences, 'reasons'>
    >`select quiet_hours "quietHours", quiet_weekends "quietWeekends", mail from notifications_person
      where person_id = ${ctx.actor.id}`,
  );
  return row ?? { quietHours: '', quietWeekends: false, mail: true };
}

/** Chooses for one kind. What they were told before stays. */
export async function chooseReason(
  { notice, bell, push, mail }: z.output<typeof ChooseReason>,
  ctx: Context,
): Promise<Preferences> {
  if (!Object.hasOwn(ctx.notices, notice)) ctx.refuse('not-offered');
  await run(
    ctx.em,
    sql`insert into notifications_reason (person_id, notice, school_id, bell, push, mail, chosen_at)
     values (${ctx.actor.id}, ${notice}, ${ctx.school.id}, ${bell}, ${push}, ${mail}, now())
     on conflict (person_id, notice) do update
       set bell = excluded.bell, push = excluded.push, mail = excluded.mail, chosen_at = excluded.chosen_at`,
  );
  return readPreferences(ctx);
}
