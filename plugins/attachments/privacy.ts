import { isoUtc, type Person, type PluginContext, run, sql } from '../../engine/index.ts';
import type { Attachments } from './state.ts';
import { tidy } from './tidy.ts';

type Context = PluginContext<Attachments>;

/** One person's files: what they are and where to fetch them, out. All of them, gone. Old ones, gone. */
export const privacy = {
  async *export({ id }: Person, { em }: Context) {
    yield* await run(
      em,
      sql<
        Record<string, unknown>
      >`select f.id, f.message_id, f.name, f.type, f.size::float8 size, f.caption, f.alt, '/files/' || f.id address,
         ${isoUtc(sql`f.created_at`)} created_at
       from attachments_file f left join message m on m.id = f.message_id
       where f.person_id = ${id} and f.here and m.deleted_at is null order by f.created_at, f.id`,
    );
  },
  async erase({ id }: Person, ctx: Context): Promise<void> {
    await run(ctx.em, sql`delete from attachments_file where person_id = ${id}`);
    ctx.enqueue(tidy, {});
  },
  async retain(before: Date, ctx: Context): Promise<number> {
    const gone = await run(ctx.em, sql`delete from attachments_file where created_at < ${before} returning 1`);
    ctx.enqueue(tidy, {});
    return gone.length;
  },
};
