import { type Person, type PluginContext, run, sql } from '../../engine/index.ts';
import type { newPlugin } from './contract.ts';

type Context = PluginContext<typeof newPlugin>;

/** One person's marks out, one person's marks gone, old ones gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select message_id, created_at from new_plugin_mark where person_id = ${id} order by created_at`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`delete from new_plugin_mark where person_id = ${id}`);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(ctx.em, sql`delete from new_plugin_mark where created_at < ${before} returning 1`);
    return gone.length;
  },
};
