import type { Person, PluginContext } from '../../engine/index.ts';
import type { reactions } from './contract.ts';

type Context = PluginContext<typeof reactions>;

/** One person's reactions out, one person's reactions gone, old ones gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      'select message_id, emoji, created_at from reactions where person_id = ? order by created_at',
      [id],
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await ctx.em.execute('delete from reactions where person_id = ?', [id]);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await ctx.em.execute('delete from reactions where created_at < ? returning 1', [before]);
    return gone.length;
  },
};
