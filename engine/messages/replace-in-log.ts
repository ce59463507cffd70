import type { EntityManager } from '@mikro-orm/postgresql';
import { run, sql } from '../database/sql.ts';
import { quoteText } from './apply-message.ts';
import type { Message } from './message.ts';

/**
 * Puts `text` in the place of all that the log of a room holds of a message: its own event, its earlier edits and the quotes
 * of it. So nobody who comes back reads words that were taken back. null: the message is deleted, and what plugins show on
 * it goes too. The rows are found by the message's number and by those of its quotes, never by a walk through the log.
 */
export async function replaceInLog(em: EntityManager, message: Message, text: string | null): Promise<void> {
  const { id, roomId, seq, editedAt } = message;
  const shown = text === null ? sql`payload #- '{message,shows}'` : sql`payload`;
  await run(
    em,
    sql`update room_event set payload = jsonb_set(${shown}, '{message,text}', to_jsonb(${text ?? ''}::text))
      where room_id = ${roomId} and seq = ${seq ?? null}`,
  );
  await run(
    em,
    sql`update room_event e
     set payload = jsonb_set(e.payload, '{message,quote}',
       (e.payload #> '{message,quote}') || jsonb_build_object('text', ${quoteText(text ?? '')}::text,
         'deleted', ${text === null}::boolean))
     from message q where q.quote_id = ${id} and e.room_id = q.room_id and e.seq = q.seq
       and e.payload #> '{message,quote}' is not null`,
  );
  if (editedAt == null) return;
  await run(
    em,
    sql`update room_event set payload = jsonb_set(payload, '{text}', to_jsonb(${text ?? ''}::text))
     where room_id = ${roomId} and seq > ${seq ?? null} and type = 'message.edited' and payload->>'id' = ${id}`,
  );
}
