import { type Person, run, sql } from '../../engine/index.ts';
import type { Context } from './refresh.ts';

/** What one person chose and when they were last here; all of it gone; old times gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<Record<string, unknown>>`select busy, hidden, state, seen_at from presence where person_id = ${id}`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`delete from presence_idle where person_id = ${id}`);
    await run(ctx.em, sql`delete from presence where person_id = ${id}`);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const forgotten = await run(ctx.em, sql`update presence set seen_at = null where seen_at < ${before} returning 1`);
    const idle = await run(ctx.em, sql`delete from presence_idle where since < ${before} returning 1`);
    return forgotten.length + idle.length;
  },
};
