import { type Person, type PluginContext, run, sql } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';

type Context = PluginContext<typeof privateThreads>;

/** One person's conversations out, what they put down gone, old audits gone. Their messages are the engine's. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select 'conversation' what, room_id, parent_id, started_at, started_by = ${id} started from private_threads
       where ${id} in (low_id, high_id) and not ${id} = any(erased) order by started_at`,
    );
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select 'opened for supervision' what, o.room_id, o.opened_at, o.closed_at from private_threads_opening o
       join private_threads t on t.room_id = o.room_id
       where ${id} in (t.low_id, t.high_id) and not ${id} = any(t.erased)
       order by o.opened_at`,
    );
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select 'supervised' what, room_id, reason, opened_at, closed_at from private_threads_opening
       where person_id = ${id} and not erased order by opened_at`,
    );
  },
  /**
   * The conversation stays for the other person. The record of who opened it for supervision stays too, with the id but without
   * the reason. A supervision that is still open is closed.
   */
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`update private_threads set about_id = null, about_by = null where about_by = ${id}`);
    await run(
      ctx.em,
      sql`update private_threads set erased = array_append(erased, ${id}::uuid)
        where ${id} in (low_id, high_id) and not ${id} = any(erased)`,
    );
    await run(
      ctx.em,
      sql`update private_threads_opening set reason = '', erased = true, closed_at = coalesce(closed_at, now())
        where person_id = ${id}`,
    );
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(ctx.em, sql`delete from private_threads_opening where closed_at < ${before} returning 1`);
    return gone.length;
  },
};
