import type { Person, PluginContext } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';

type Context = PluginContext<typeof privateThreads>;

/** One person's conversations out, what they put down gone, old audits gone. Their messages are the engine's. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      `select 'conversation' what, room_id, parent_id, started_at, started_by = ? started from private_threads
       where ? in (low_id, high_id) and not ? = any(erased) order by started_at`,
      [id, id, id],
    );
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      `select 'opened for supervision' what, o.room_id, o.opened_at, o.closed_at from private_threads_opening o
       join private_threads t on t.room_id = o.room_id where ? in (t.low_id, t.high_id) and not ? = any(t.erased)
       order by o.opened_at`,
      [id, id],
    );
    yield* await ctx.em.execute<Record<string, unknown>[]>(
      `select 'supervised' what, room_id, reason, opened_at, closed_at from private_threads_opening
       where person_id = ? and not erased order by opened_at`,
      [id],
    );
  },
  /**
   * The conversation stays for the other person. The record of who opened it for supervision stays too, with the id but without
   * the reason. A supervision that is still open is closed.
   */
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await ctx.em.execute('update private_threads set about_id = null, about_by = null where about_by = ?', [id]);
    await ctx.em.execute(
      'update private_threads set erased = array_append(erased, ?::uuid) where ? in (low_id, high_id) and not ? = any(erased)',
      [id, id, id],
    );
    await ctx.em.execute(
      `update private_threads_opening set reason = '', erased = true, closed_at = coalesce(closed_at, now()) where person_id = ?`,
      [id],
    );
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await ctx.em.execute('delete from private_threads_opening where closed_at < ? returning 1', [before]);
    return gone.length;
  },
};
