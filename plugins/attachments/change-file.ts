import type { OutsideContext, PluginContext } from '../../engine/index.ts';
import type { Attachments } from './contract.ts';
import { type FileRow, factsOf } from './file-row.ts';

/** What can be found out about a file after it came. Forms are added to those that are there. */
export type Change = Partial<Pick<FileRow, 'prepared' | 'scan' | 'width' | 'height' | 'duration' | 'forms'>>;

/**
 * Writes down what was found out about a file, and tells the room in which it is shown. A message that takes the file at
 * the same moment waits for the row, and then shows what is written here.
 */
export const changeFile = (fileId: string, change: Change, ctx: OutsideContext<Attachments>): Promise<void> =>
  ctx.work((work) => changeWithin(work, fileId, change));

/** The same, in a transaction that writes more. */
export async function changeWithin(work: PluginContext<Attachments>, fileId: string, change: Change): Promise<void> {
  const rows = await work.em.execute<FileRow[]>(
    `update attachments_file set prepared = coalesce(?, prepared), scan = coalesce(?, scan), width = coalesce(?, width),
         height = coalesce(?, height), duration = coalesce(?, duration), forms = forms || ?::jsonb
       where id = ? returning *`,
    [
      ...[change.prepared ?? null, change.scan ?? null, change.width ?? null],
      ...[change.height ?? null, change.duration ?? null, JSON.stringify(change.forms ?? {})],
      fileId,
    ],
  );
  const row = rows[0];
  if (!row?.message_id || !row.room_id) return;
  const facts = factsOf(row, work.settings);
  work.publish('changed', row.room_id, { messageId: row.message_id, fileId, facts }, { anonymous: true });
}
