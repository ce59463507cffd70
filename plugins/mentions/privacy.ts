import { isoUtc, type Person, type PluginContext } from '../../engine/index.ts';
import type { mentions } from './contract.ts';

type Context = PluginContext<typeof mentions>;

/** Where one person was named and whom they named: out. Both of it: gone. Old ones: gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      `select n.message_id, case when n.person_id = ? then 'named' else 'wrote' end was, n.label,
         ${isoUtc('n.created_at')} created_at
       from mentions n join message m on m.id = n.message_id
       where (n.person_id = ? or m.author_id = ?) and m.deleted_at is null order by n.created_at, n.message_id, n.starts`,
      [id, id, id],
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await ctx.em.execute(
      'delete from mentions n using message m where m.id = n.message_id and (n.person_id = ? or m.author_id = ?)',
      [id, id],
    );
    await ctx.em.execute('delete from mentions_calls where person_id = ?', [id]);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await ctx.em.execute('delete from mentions where created_at < ? returning 1', [before]);
    const counted = await ctx.em.execute('delete from mentions_calls where began < ? returning 1', [before]);
    return gone.length + counted.length;
  },
};
