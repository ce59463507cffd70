import { z } from 'zod';
import { isoUtc, type RoomContext, run, sql } from '../../engine/index.ts';
import { LEVELS, type notifications, type RoomChoice } from './contract.ts';

type Context = RoomContext<typeof notifications>;

export const Choose = z.strictObject({
  roomId: z.uuid(),
  level: z.enum(LEVELS),
  mutedUntil: z.iso.datetime().nullable(),
});

const UNLESS_CHOSEN: RoomChoice = { level: 'all', mutedUntil: null };

/** What the asker wants to be told of in a room. A mute that is over is none. */
export async function readChoice(ctx: Context): Promise<RoomChoice> {
  const [row] = await run(
    ctx.em,
    sql<RoomChoice>`select level, case when muted_until > now() then ${isoUtc(sql`muted_until`)} end "mutedUntil"
     from notifications_room where room_id = ${ctx.room.id} and person_id = ${ctx.actor.id}`,
  );
  return row ?? UNLESS_CHOSEN;
}

/** Chooses it. What they were told before stays, and a time that is past mutes nothing. */
export async function choose({ level, mutedUntil }: z.output<typeof Choose>, ctx: Context): Promise<RoomChoice> {
  const until = mutedUntil !== null && Date.parse(mutedUntil) > Date.now() ? mutedUntil : null;
  await run(
    ctx.em,
    sql`insert into notifications_room (room_id, person_id, school_id, level, muted_until, chosen_at)
     values (${ctx.room.id}, ${ctx.actor.id}, ${ctx.school.id}, ${level}, ${until}::timestamptz, now())
     on conflict (room_id, person_id) do update
       set level = excluded.level, muted_until = excluded.muted_until, chosen_at = excluded.chosen_at`,
  );
  return readChoice(ctx);
}
