import { isoUtc, type Person, type PluginContext, run, sql, text } from '../../engine/index.ts';
import type { notifications } from './contract.ts';

type Context = PluginContext<typeof notifications>;

/** Rows that are one person's alone. */
const OWN = [
  'notifications',
  'notifications_room',
  'notifications_reason',
  'notifications_person',
  'notifications_looking',
  'notifications_device',
];

/** What one person was told of and what they want to be told of: out, gone. Old notices: gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select notice, room_id, message_id, ${isoUtc(sql`at`)} "at", ${isoUtc(sql`read_at`)} read_at
       from notifications where person_id = ${id} order by id`,
    );
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select room_id, level, ${isoUtc(sql`muted_until`)} muted_until, ${isoUtc(sql`chosen_at`)} chosen_at
       from notifications_room where person_id = ${id} order by room_id`,
    );
    yield* await run(
      ctx.em,
      sql<Record<string, unknown>>`select notice, bell, push, mail, ${isoUtc(sql`chosen_at`)} chosen_at
       from notifications_reason where person_id = ${id} order by notice`,
    );
    yield* await run(
      ctx.em,
      sql<Record<string, unknown>>`select quiet_hours, quiet_weekends, mail, ${isoUtc(sql`chosen_at`)} chosen_at
       from notifications_person where person_id = ${id}`,
    );
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select endpoint, ${isoUtc(sql`added_at`)} added_at from notifications_device where person_id = ${id}
        order by id`,
    );
  },
  /** Others' notices stay, and do not say any more who caused them. */
  async erase({ id }: Person, ctx: Context): Promise<void> {
    for (const table of OWN) await run(ctx.em, sql`delete from ${text(table)} where person_id = ${id}`);
    await run(ctx.em, sql`update notifications set by_id = null where by_id = ${id}`);
  },
  /** What somebody chose for a room stays as long as they do. */
  async retain(before: Date, ctx: Context): Promise<number> {
    return (await run(ctx.em, sql`delete from notifications where at < ${before} returning 1`)).length;
  },
};
