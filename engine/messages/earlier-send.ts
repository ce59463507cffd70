import type { EntityManager } from '@mikro-orm/postgresql';
import type { Asked } from '../commands/asked.ts';
import type { Draft, StoredMessage } from '../commands/commands.ts';
import type { Quote } from '../views.ts';

interface Row {
  readonly id: string;
  readonly room_id: string;
  readonly client_id: string;
  readonly author_id: string;
  readonly text: string;
  readonly seq: string;
  readonly thread_root: string | null;
  readonly created_at: Date;
  readonly deleted_at: Date | null;
  readonly quote: Quote | null;
}

const SENT = `
  select m.id, m.room_id, m.client_id, m.author_id, m.text, m.seq, m.thread_root, m.created_at, m.deleted_at,
    case when q.id is null then null else jsonb_build_object('id', q.id, 'author', q.author_id, 'deleted', q.deleted_at is not null,
      'text', case when q.deleted_at is null then left(q.text, 280) else '' end) end quote
  from message m left join message q on q.id = m.quote_id`;

/**
 * What became of an earlier send with the same clientId by the same author. Asked before any rule of today: a retry is
 * answered with what happened. Also for somebody removed meanwhile, who learns the fate of their own message and no more.
 */
export async function earlierSend(
  em: EntityManager,
  asked: Asked,
  { roomId, clientId }: Draft<'message.send'>,
): Promise<StoredMessage | null> {
  const rows = await em.execute<Row[]>(`${SENT} where m.room_id = ? and m.author_id = ? and m.client_id = ?`, [
    roomId,
    asked.person?.id ?? null,
    clientId,
  ]);
  return rows[0] ? storedOf(rows[0]) : null;
}

/** A stored message by its id; null when it is not there. */
export async function sentById(em: EntityManager, id: string): Promise<StoredMessage | null> {
  const rows = await em.execute<Row[]>(`${SENT} where m.id = ?`, [id]);
  return rows[0] ? storedOf(rows[0]) : null;
}

const storedOf = (row: Row): StoredMessage => ({
  id: row.id,
  roomId: row.room_id,
  clientId: row.client_id,
  author: row.author_id,
  text: row.text,
  seq: Number(row.seq),
  at: new Date(row.created_at).toISOString(),
  ...(row.quote && { quote: row.quote }),
  ...(row.deleted_at && { deletedAt: new Date(row.deleted_at).toISOString() }),
  ...(row.thread_root && { threadRoot: row.thread_root }),
});
