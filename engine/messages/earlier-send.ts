import type { EntityManager } from '@mikro-orm/postgresql';
import type { Asked } from '../commands/asked.ts';
import type { Draft, StoredMessage } from '../commands/commands.ts';
import { run, type Sql, sql } from '../database/sql.ts';
import { inMyRooms } from '../rooms/rooms-of.ts';
import type { SchoolPlugins } from '../schools/school-plugins.ts';
import type { Quote } from '../views.ts';
import { QUOTE_LENGTH } from './apply-message.ts';
import { quoted } from './authored.ts';

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
  readonly readable: boolean;
}

/** `mine` is the author's own place in the room today; there is none for somebody who is no longer in it. */
const sent = (plugins: SchoolPlugins, room: string, author: string | null, clientId: string): Sql<Row> => sql`
  select m.id, m.room_id, m.client_id, m.author_id, m.text, m.seq, m.thread_root, m.created_at, m.deleted_at,
    mine.visible_from is not null and (m.seq is null or m.seq > mine.visible_from) readable,
    ${quoted(sql`q`, QUOTE_LENGTH)} quote
  from message m
  left join lateral (
    select p.visible_from from participant p join room r on r.id = p.room_id
    where p.room_id = m.room_id and p.person_id = m.author_id and ${inMyRooms(plugins)}) mine on true
  left join message q on q.id = m.quote_id and q.seq > mine.visible_from
  where m.room_id = ${room} and m.author_id = ${author} and m.client_id = ${clientId}`;

/**
 * What became of an earlier send with the same clientId by the same author. Asked before any rule of today: a retry is
 * answered with what happened. The answer shows no more than the author may read today: somebody who was removed meanwhile,
 * or whose history begins later, learns that it was stored, as which message and when, and no words.
 */
export async function earlierSend(
  em: EntityManager,
  { person, school }: Asked,
  { roomId, clientId }: Draft<'message.send'>,
): Promise<StoredMessage | null> {
  const rows = await run(em, sent(school.plugins, roomId, person?.id ?? null, clientId));
  const row = rows[0];
  if (!row) return null;
  return row.readable ? storedOf(row) : { ...storedOf({ ...row, ...NO_WORDS }), withheld: true };
}

const NO_WORDS = { text: '', quote: null, thread_root: null, deleted_at: null } as const;

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
