import { z } from 'zod';
import { json, type RoomContext, run, sql, uuid } from '../../engine/index.ts';
import type { Attachments } from './state.ts';

export const Links = z.strictObject({ roomId: z.uuid(), fileIds: z.array(z.uuid()).min(1).max(100) });
const SECONDS = 600;

/**
 * Addresses of files in a room that read as the asker for ten minutes, by file and form, for an `<img>` where no cookie
 * reaches. Each is asked again whether they may see it. What is not there, or not in this room, is left out.
 */
export async function signLinks(
  { fileIds }: z.output<typeof Links>,
  ctx: RoomContext<Attachments>,
): Promise<Record<string, Record<string, string>>> {
  const rows = await run(
    ctx.em,
    sql({
      id: uuid,
      forms: json<Record<string, unknown>>(),
    })`select f.id, f.forms from attachments_file f join message m on m.id = f.message_id
     where f.id = any(${fileIds}::uuid[]) and f.room_id = ${ctx.room.id} and m.deleted_at is null
       and m.seq > ${ctx.participant.visibleFrom}`,
  );
  return Object.fromEntries(rows.map(({ id, forms }) => [id, linksOf(id, Object.keys(forms), ctx)]));
}

const linksOf = (id: string, forms: readonly string[], ctx: RoomContext<Attachments>): Record<string, string> =>
  Object.fromEntries(
    forms.map((form) => [form, ctx.signLink(form === 'whole' ? `/files/${id}` : `/files/${id}/${form}`, SECONDS)]),
  );
