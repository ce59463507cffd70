import { type Person, type PluginContext, run, sql } from '../../engine/index.ts';
import type { reactions } from './contract.ts';

type Context = PluginContext<typeof reactions>;

/** One person's reactions out, one person's reactions gone, old ones gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select message_id, emoji, created_at from reactions where person_id = ${id} order by created_at`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`delete from reactions where person_id = ${id}`);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(ctx.em, sql`delete from reactions where created_at < ${before} returning 1`);
    return gone.length;
  },
};
