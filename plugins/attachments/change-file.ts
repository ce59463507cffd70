import { type OutsideContext, type PluginContext, run, sql } from '../../engine/index.ts';
import { type FileRow, factsOf } from './file-row.ts';
import type { Attachments } from './state.ts';

/** What can be found out about a file after it came. Forms are added to those that are there. */
export type Change = Partial<Pick<FileRow, 'prepared' | 'scan' | 'width' | 'height' | 'duration' | 'blur' | 'forms'>>;

/**
 * Writes down what was found out about a file, and tells the room in which it is shown. A message that takes the file at
 * the same moment waits for the row, and then shows what is written here. A blurred picture is told by the message alone,
 * which is scrubbed when it is deleted: one that comes later is left out. Where the file has gone meanwhile, so does what
 * was made of it.
 */
export async function changeFile(fileId: string, change: Change, ctx: OutsideContext<Attachments>): Promise<void> {
  const isThere = await ctx.work((work) => changeWithin(work, fileId, change));
  if (!isThere) await ctx.state.store.removeAll(`${ctx.school.id}/${fileId}`);
}

/** The same, in a transaction that writes more; false when the file has gone. */
export async function changeWithin(work: PluginContext<Attachments>, fileId: string, change: Change): Promise<boolean> {
  const rows = await run(
    work.em,
    sql<FileRow>`update attachments_file
       set prepared = coalesce(${change.prepared ?? null}, prepared), scan = coalesce(${change.scan ?? null}, scan),
         width = coalesce(${change.width ?? null}, width),
         height = coalesce(${change.height ?? null}, height), duration = coalesce(${change.duration ?? null}, duration),
           forms = forms || ${JSON.stringify(change.forms ?? {})}::jsonb,
         blur = case when message_id is null then coalesce(${change.blur ?? null}, blur) else blur end
       where id = ${fileId} returning *`,
  );
  const row = rows[0];
  if (row?.message_id && row.room_id) {
    const facts = factsOf(row, work.settings);
    work.publish('changed', row.room_id, { messageId: row.message_id, fileId, facts }, { anonymous: true });
  }
  return row !== undefined;
}
