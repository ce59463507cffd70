import { isoUtc, type Person, type PluginContext } from '../../engine/index.ts';
import type { receipts } from './contract.ts';

type Context = PluginContext<typeof receipts>;

/** How far rooms have reached one person and whether they hide it: out, gone; old cursors gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      `select room_id, up_to "delivered", ${isoUtc('moved_at')} moved_at from receipts_delivered where person_id = ? order by room_id`,
      [id],
    );
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      `select true hidden, ${isoUtc('hidden_at')} hidden_at from receipts_hidden where person_id = ?`,
      [id],
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await ctx.em.execute('delete from receipts_delivered where person_id = ?', [id]);
    await ctx.em.execute('delete from receipts_hidden where person_id = ?', [id]);
  },
  /** Who hides is not asked again after a while: the choice stays as long as the person. */
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await ctx.em.execute('delete from receipts_delivered where moved_at < ? returning 1', [before]);
    return gone.length;
  },
};
