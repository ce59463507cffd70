import { isoUtc, type Person, type PluginContext, run, sql } from '../../engine/index.ts';
import type { receipts } from './contract.ts';

type Context = PluginContext<typeof receipts>;

/** How far rooms have reached one person and whether they hide it: out, gone; old cursors gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select room_id, up_to "delivered", ${isoUtc(sql`moved_at`)} moved_at from receipts_delivered
        where person_id = ${id} order by room_id`,
    );
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select true hidden, ${isoUtc(sql`hidden_at`)} hidden_at from receipts_hidden where person_id = ${id}`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`delete from receipts_delivered where person_id = ${id}`);
    await run(ctx.em, sql`delete from receipts_hidden where person_id = ${id}`);
  },
  /** Who hides is not asked again after a while: the choice stays as long as the person. */
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(ctx.em, sql`delete from receipts_delivered where moved_at < ${before} returning 1`);
    return gone.length;
  },
};
