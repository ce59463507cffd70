import { atEnd, record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql, text } from '../database/sql.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { Room } from '../rooms/room.ts';
import type { MovedNote, SystemNote } from '../views.ts';
import { isAlike, isMove, together } from './moved.ts';
import { say } from './say.ts';

/** So long after its beginning a line takes in others who come or go, unless something was said since. */
const TOGETHER = '10 minutes';

interface Move {
  readonly roomId: string;
  readonly note: MovedNote;
}

/**
 * Tells a room who came or went, at the end of the unit of work and on as few lines as possible: a class that comes by its
 * list is one line, and so are many who come one by one shortly after each other. A room in which nothing stands yet announces
 * nobody who comes. A room of a plugin's kind may be private: it says each of them on a line of its own.
 */
export async function sayMove(work: UnitOfWork, room: Pick<Room, 'id' | 'kind'>, note: MovedNote): Promise<void> {
  if (room.kind !== 'class') await say(work, room, note);
  else atEnd(work, { of: { roomId: room.id, note }, run: sayAll });
}

async function sayAll(work: UnitOfWork, moves: readonly Move[]): Promise<void> {
  const rooms = [...new Set(moves.map(({ roomId }) => roomId))].sort();
  for (const room of rooms) {
    const notes = moves.filter(({ roomId }) => roomId === room).map(({ note }) => note);
    await sayIn(work, room, grouped(notes));
  }
}

/** Under the room's lock: of two who come at once, the second stands on the first one's line. */
async function sayIn(work: UnitOfWork, roomId: string, lines: readonly MovedNote[]): Promise<void> {
  await lockRoom(work, roomId);
  let last = await lastLine(work, roomId);
  for (const line of lines) {
    if (last === null && (line.what === 'joined' || line.what === 'added')) continue;
    if (last?.note && isMove(last.note) && isAlike(last.note, line))
      await extend(work, roomId, last.id, last.note, line);
    else await say(work, { id: roomId }, line);
    last = { id: '', note: null };
  }
}

function grouped(notes: readonly MovedNote[]): MovedNote[] {
  const lines: MovedNote[] = [];
  for (const note of notes) {
    const last = lines.at(-1);
    if (last && isAlike(last, note)) lines[lines.length - 1] = together(last, note);
    else lines.push(note);
  }
  return lines;
}

interface Line {
  readonly id: string;
  /** Null: no line that could be continued. */
  readonly note: SystemNote | null;
}

/** What stands last in a room, outside threads; null when nothing does. */
async function lastLine(work: UnitOfWork, roomId: string): Promise<Line | null> {
  if (work.recorded.some(({ room, type }) => room === roomId && type === 'message.sent')) return { id: '', note: null };
  const rows = await run(
    work.em,
    sql<Line>`select id, case when kind = 'system'
       and created_at > ${work.at}::timestamptz - interval '${text(TOGETHER)}' then note end note
     from message where room_id = ${roomId} and thread_root is null and seq is not null order by seq desc limit 1`,
  );
  return rows[0] ?? null;
}

async function extend(work: UnitOfWork, roomId: string, id: string, line: MovedNote, more: MovedNote): Promise<void> {
  const note = together(line, more);
  await run(work.em, sql`update message set note = ${JSON.stringify(note)}::jsonb where id = ${id}`);
  record(work, roomId, 'message.noteChanged', { id, note });
}
