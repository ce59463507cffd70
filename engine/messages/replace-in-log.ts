import type { EntityManager } from '@mikro-orm/postgresql';
import { quoteText } from './apply-message.ts';
import type { Message } from './message.ts';

/**
 * Puts `text` in the place of all that the log of a room holds of a message: its own event, its earlier edits and the quotes
 * of it. So nobody who comes back reads words that were taken back. null: the message is deleted, and what plugins show on
 * it goes too. The rows are found by the message's number and by those of its quotes, never by a walk through the log.
 */
export async function replaceInLog(em: EntityManager, message: Message, text: string | null): Promise<void> {
  const { id, roomId, seq, editedAt } = message;
  const shown = text === null ? "payload #- '{message,shows}'" : 'payload';
  await em.execute(
    `update room_event set payload = jsonb_set(${shown}, '{message,text}', to_jsonb(?::text)) where room_id = ? and seq = ?`,
    [text ?? '', roomId, seq],
  );
  await em.execute(
    `update room_event e
     set payload = jsonb_set(e.payload, '{message,quote}', (e.payload #> '{message,quote}') || jsonb_build_object('text', ?::text, 'deleted', ?::boolean))
     from message q where q.quote_id = ? and e.room_id = q.room_id and e.seq = q.seq and e.payload #> '{message,quote}' is not null`,
    [quoteText(text ?? ''), text === null, id],
  );
  if (editedAt == null) return;
  await em.execute(
    `update room_event set payload = jsonb_set(payload, '{text}', to_jsonb(?::text))
     where room_id = ? and seq > ? and type = 'message.edited' and payload->>'id' = ?`,
    [text ?? '', roomId, seq, id],
  );
}
