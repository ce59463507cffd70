import { type MessageView, type RoomContext, run, sql } from '../../engine/index.ts';
import type { FileView } from './contract.ts';
import { type FileRow, viewOf } from './file-row.ts';
import type { Attachments } from './state.ts';

/** The files on a page of messages, in their order: one statement. */
export async function filesOn(
  messages: readonly MessageView[],
  { em, settings }: Pick<RoomContext<Attachments>, 'em' | 'settings'>,
): Promise<Map<string, FileView[]>> {
  const rows = await run(
    em,
    sql<
      FileRow & { message_id: string }
    >`select * from attachments_file where message_id = any(${messages.map(({ id }) => id)}::uuid[])
      order by message_id, place`,
  );
  const shown = new Map<string, FileView[]>();
  for (const row of rows) shown.set(row.message_id, [...(shown.get(row.message_id) ?? []), viewOf(row, settings)]);
  return shown;
}
