import { type ActorContext, type RouteContext, run, sql, uuid } from '../../engine/index.ts';
import type { FileRow } from './file-row.ts';
import { dropIncoming } from './incoming.ts';
import type { Attachments } from './state.ts';
import { tidy } from './tidy.ts';

/** An upload of the asker that no message has taken; undefined for anything else. */
export async function findUpload(
  { em, actor }: Pick<ActorContext<Attachments>, 'em' | 'actor'>,
  fileId: string,
): Promise<FileRow | undefined> {
  const rows = await run(
    em,
    sql<FileRow>`select * from attachments_file
      where id = ${fileId} and person_id = ${actor.id} and message_id is null`,
  );
  return rows[0];
}

/** Forgets an upload and what has come of it; the space is free at once, the bytes go in the background. */
export async function dropUpload(fileId: string, ctx: RouteContext<Attachments>): Promise<boolean> {
  const dropped = await ctx.work(async (work) => {
    const rows = await run(
      work.em,
      sql({
        id: uuid,
      })`delete from attachments_file where id = ${fileId} and person_id = ${ctx.actor.id} and message_id is null
        returning id`,
    );
    if (rows.length > 0) work.enqueue(tidy, {});
    return rows.length > 0;
  });
  if (dropped) await dropIncoming(ctx, fileId);
  return dropped;
}
