import { json, type MessageView, run, sql, string, uuid } from '../../engine/index.ts';
import type { Context } from './react.ts';

/** The reactions on a page of messages, in one statement. */
export async function reactionsOn(
  messages: readonly MessageView[],
  ctx: Context,
): Promise<Map<string, Record<string, string[]>>> {
  const rows = await run(
    ctx.em,
    sql({
      message_id: uuid,
      emoji: string,
      people: json<string[]>(),
    })`select message_id, emoji, jsonb_agg(person_id order by person_id) people from reactions
     where message_id = any(${messages.map(({ id }) => id)}::uuid[]) group by message_id, emoji
     order by min(created_at), emoji`,
  );
  const shown = new Map<string, Record<string, string[]>>();
  for (const { message_id, emoji, people } of rows)
    shown.set(message_id, { ...shown.get(message_id), [emoji]: people });
  return shown;
}
