import { isoUtc, type Person, type PluginContext, run, sql } from '../../engine/index.ts';
import type { mentions } from './contract.ts';

type Context = PluginContext<typeof mentions>;

/** Where one person was named and whom they named: out. Both of it: gone. Old ones: gone. */
export const privacy = {
  async *export({ id }: Person, ctx: Context) {
    yield* await run(
      ctx.em,
      sql<
        Record<string, unknown>
      >`select n.message_id, case when n.person_id = ${id} then 'named' else 'wrote' end was, n.label,
         ${isoUtc(sql`n.created_at`)} created_at
       from mentions n join message m on m.id = n.message_id
       where (n.person_id = ${id} or m.author_id = ${id}) and m.deleted_at is null
       order by n.created_at, n.message_id, n.starts`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(
      ctx.em,
      sql`delete from mentions n using message m
        where m.id = n.message_id and (n.person_id = ${id} or m.author_id = ${id})`,
    );
    await run(ctx.em, sql`delete from mentions_calls where person_id = ${id}`);
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(ctx.em, sql`delete from mentions where created_at < ${before} returning 1`);
    const counted = await run(ctx.em, sql`delete from mentions_calls where began < ${before} returning 1`);
    return gone.length + counted.length;
  },
};
