import type { Person, PluginContext } from '../../engine/index.ts';
import type { newPlugin } from './contract.ts';

type Context = PluginContext<typeof newPlugin>;

/** One person's marks out, one person's marks gone, old ones gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      'select message_id, created_at from new_plugin_mark where person_id = ? order by created_at',
      [id],
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await ctx.em.execute('delete from new_plugin_mark where person_id = ?', [id]);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await ctx.em.execute('delete from new_plugin_mark where created_at < ? returning 1', [before]);
    return gone.length;
  },
};
