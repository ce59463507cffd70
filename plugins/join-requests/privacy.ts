import { type Person, run, sql } from '../../engine/index.ts';
import type { Context } from './waiting.ts';

/** One person's requests out, one person's requests gone, old ones gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select room_id, note, state, reason, asked_at, answered_at from join_requests where person_id = ${id}
        order by asked_at`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`delete from join_requests where person_id = ${id}`);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(
      ctx.em,
      sql`delete from join_requests where coalesce(answered_at, asked_at) < ${before} returning 1`,
    );
    return gone.length;
  },
};
