import { type Sql, sql } from '../database/sql.ts';
import type { MessageView, Quote, SystemNote, ThreadFacts } from '../views.ts';
import { QUOTE_LENGTH } from './apply-message.ts';
import { quoted } from './authored.ts';
import { THREAD_FACTS } from './thread-facts.ts';

/** A row of `selectMessages`. */
export interface MessageRow {
  readonly id: string;
  readonly room_id: string;
  readonly seq: string;
  readonly kind: 'text' | 'system';
  readonly author_id: string | null;
  readonly by_plugin: string | null;
  readonly client_id: string;
  readonly text: string;
  readonly note: SystemNote | null;
  readonly thread_root: string | null;
  readonly created_at: Date | string;
  readonly edited_at: Date | string | null;
  readonly deleted_at: Date | string | null;
  readonly quote: Quote | null;
  readonly thread: ThreadFacts | null;
  readonly thread_seen: string | null;
  readonly thread_unread: string | null;
}

/** Messages as one reader sees them, whole, in one statement however many there are. */
export const selectMessages = (reader: string): Sql<MessageRow> => sql`
  select m.id, m.room_id, m.seq, m.kind, m.author_id, m.by_plugin, m.client_id, m.text, m.note, m.thread_root, m.created_at, m.edited_at, m.deleted_at,
    ${quoted(sql`q`, QUOTE_LENGTH)} quote,
    (${THREAD_FACTS(sql`m.id`)}) thread, c.seen thread_seen,
    (select count(*) from message u where u.thread_root = m.id and u.deleted_at is null
      and u.author_id is distinct from c.reader and u.seq > coalesce(c.seen, 0)) thread_unread
  from message m
  cross join lateral (select ${reader}::uuid reader) me
  left join lateral (select me.reader, (select seen from thread_cursor where root_id = m.id and person_id = me.reader) seen) c on true
  left join message q on q.id = m.quote_id`;

/** What every reader shares: a message that is deleted keeps its place, its author and its thread, and nothing else. */
export function viewOf(row: MessageRow): MessageView {
  const deletedAt = iso(row.deleted_at);
  return {
    id: row.id,
    roomId: row.room_id,
    seq: Number(row.seq),
    kind: row.kind,
    author: row.author_id,
    ...(row.by_plugin !== null && { by: { plugin: row.by_plugin } }),
    clientId: row.client_id,
    text: deletedAt ? '' : row.text,
    note: row.note,
    at: iso(row.created_at) ?? '',
    quote: deletedAt ? null : row.quote,
    threadRoot: row.thread_root,
    thread: row.thread && { ...row.thread, seen: Number(row.thread_seen ?? 0), unread: Number(row.thread_unread ?? 0) },
    editedAt: deletedAt ? null : iso(row.edited_at),
    deletedAt,
    shows: {},
  };
}

const iso = (time: Date | string | null): string | null => (time == null ? null : new Date(time).toISOString());
