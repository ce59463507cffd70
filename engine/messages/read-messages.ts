import { z } from 'zod';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { int4 } from '../database/row.ts';
import { run, type Sql, sql, text } from '../database/sql.ts';
import type { RoomAccess } from '../rooms/find-room.ts';
import type { MessagePage, MessageView } from '../views.ts';
import { findMessage } from './references.ts';
import { type MessageRow, selectMessages, viewOf } from './select-messages.ts';
import { withShown } from './show-plugins.ts';

/** Messages on a page unless the asker says otherwise. */
export const PAGE = 50;
/** More after a page are not counted. */
const MOST_LATER = 999;

const Cursor = z.int().nonnegative().max(Number.MAX_SAFE_INTEGER);
export const Limit = z.int().min(1).max(100).default(PAGE);
export const PageRange = z.object({
  before: Cursor.optional(),
  after: Cursor.optional(),
  around: Cursor.optional(),
  limit: Limit,
});
export type PageRange = z.output<typeof PageRange>;

/**
 * A page of a room outside threads, oldest first: before or after a sequence, around one, or the newest. The head is read
 * in the same transaction: whoever follows the room from it misses nothing.
 */
export async function readPage(work: UnitOfWork, access: RoomAccess, range: PageRange): Promise<MessagePage> {
  const messages =
    range.around === undefined
      ? await oneWay(work, access, range)
      : await bothWays(work, access, range.around, range.limit);
  const later = await countLater(work, access, range, messages);
  return { messages: await withShown(work, access, messages), head: access.room.head, later };
}

/** Nothing comes after a page that is not full; the newest page is one. */
async function countLater(
  { em }: UnitOfWork,
  { room, participant }: RoomAccess,
  { before, after, around, limit }: PageRange,
  messages: readonly MessageView[],
): Promise<number | null> {
  if (before !== undefined) return null;
  const last = messages.at(-1)?.seq;
  if (last === undefined || messages.length < limit || (after ?? around) === undefined) return 0;
  const [row] = await run(
    em,
    sql({ later: int4 })`select count(*)::int later from (select from message m
       where m.room_id = ${room.id} and m.seq > greatest(${participant.visibleFrom}::bigint, ${last}::bigint)
       and m.thread_root is null and m.kind = 'text' and m.deleted_at is null limit ${text(MOST_LATER)}) few`,
  );
  return row?.later ?? 0;
}

function oneWay(
  work: UnitOfWork,
  access: RoomAccess,
  { before, after, limit }: PageRange,
): Promise<readonly MessageView[]> {
  if (after !== undefined) return select(work, access, sql`m.thread_root is null and m.seq > ${after}`, 'asc', limit);
  return select(
    work,
    access,
    sql`m.thread_root is null and m.seq < ${before ?? Number.MAX_SAFE_INTEGER}`,
    'desc',
    limit,
  );
}

async function bothWays(
  work: UnitOfWork,
  access: RoomAccess,
  around: number,
  limit: number,
): Promise<readonly MessageView[]> {
  const half = Math.max(1, Math.floor(limit / 2));
  const before = await select(work, access, sql`m.thread_root is null and m.seq < ${around}`, 'desc', half);
  const after = await select(
    work,
    access,
    sql`m.thread_root is null and m.seq >= ${around}`,
    'asc',
    limit - before.length || 1,
  );
  return [...before, ...after];
}

export interface Thread {
  readonly root: MessageView;
  readonly messages: readonly MessageView[];
  readonly head: number;
}

/** A thread: its root, and a page of the answers, oldest first. @throws DomainError `missing` */
export async function readThread(
  work: UnitOfWork,
  access: RoomAccess,
  { rootId, before, limit }: { rootId: string; before?: number | undefined; limit: number },
): Promise<Thread> {
  await findMessage(work.em, access, rootId);
  const roots = await select(work, access, sql`m.id = ${rootId}`, 'asc', 1);
  const replies = await select(
    work,
    access,
    sql`m.thread_root = ${rootId} and m.seq < ${before ?? Number.MAX_SAFE_INTEGER}`,
    'desc',
    limit,
  );
  const [root, ...messages] = await withShown(work, access, [...roots, ...replies]);
  return { root: root as MessageView, messages, head: access.room.head };
}

async function select(
  work: UnitOfWork,
  { room, participant }: RoomAccess,
  condition: Sql,
  order: 'asc' | 'desc',
  limit: number,
): Promise<readonly MessageView[]> {
  const rows = await run(
    work.em,
    sql<MessageRow>`${selectMessages(participant.personId)}
     where m.room_id = ${room.id} and m.seq > ${participant.visibleFrom} and ${condition}
     order by m.seq ${text(order)} limit ${limit}`,
  );
  const views = rows.map(viewOf);
  return order === 'desc' ? views.reverse() : views;
}
