import { json, type MessageView, run, sql, uuid } from '../../engine/index.ts';
import type { Context } from './markable.ts';

/** The marks on a page of messages, in one statement. */
export async function marksOn(messages: readonly MessageView[], ctx: Context): Promise<Map<string, string[]>> {
  const rows = await run(
    ctx.em,
    sql({
      message_id: uuid,
      people: json<string[]>(),
    })`select message_id, jsonb_agg(person_id order by person_id) people from new_plugin_mark
     where message_id = any(${messages.map(({ id }) => id)}::uuid[]) group by message_id`,
  );
  return new Map(rows.map(({ message_id, people }) => [message_id, people]));
}
