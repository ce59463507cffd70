import { v7 as newId } from 'uuid';
import { byOf } from '../commands/asked.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { run, sql } from '../database/sql.ts';
import type { Room } from '../rooms/room.ts';
import type { EngineNote, SentMessage } from '../views.ts';
import { Message } from './message.ts';

/** What stands in a room, as it is stored with its event. */
type Line = Pick<SentMessage, 'id' | 'author' | 'by' | 'text' | 'note'> & { readonly pluginKey?: string };

/** The engine says a line in a room ("Ana joined"): a system message beside the event that caused it. */
export async function say(work: UnitOfWork, room: Pick<Room, 'id'>, note: EngineNote): Promise<void> {
  const by = byOf(work.asked);
  const author = 'person' in by ? by.person : 'person' in note ? note.person : note.by;
  await storeLine(work, room, { id: newId(), author, text: '', note });
}

/** Stores what nobody sends from a screen, and records that it was said. */
export async function storeLine(work: UnitOfWork, room: Pick<Room, 'id'>, line: Line): Promise<void> {
  const { pluginKey = null, ...said } = line;
  work.em.create(Message, {
    id: said.id,
    schoolId: work.asked.school.id,
    roomId: room.id,
    seq: null,
    kind: said.note ? 'system' : 'text',
    authorId: said.author,
    byPlugin: said.by?.plugin ?? null,
    pluginKey,
    clientId: said.id,
    text: said.text,
    note: said.note ?? null,
    quoteId: null,
    threadRoot: null,
    createdAt: work.at,
    editedAt: null,
    deletedAt: null,
    deletedBy: null,
  });
  await work.em.flush();
  const message: SentMessage = { clientId: said.id, ...said };
  const numbered = { of: said.id, write: giveNumbers };
  record(work, room.id, 'message.sent', { message }, { numbered, ...(said.by && { by: said.by }) });
}

/** Gives stored messages, by their ids, the numbers of their `message.sent` events. */
export async function giveNumbers(
  { em }: UnitOfWork,
  numbered: readonly { readonly of: string; readonly seq: number }[],
): Promise<void> {
  await run(
    em,
    sql`update message m set seq = n.seq
      from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) n("of" uuid, seq bigint) where m.id = n."of"`,
  );
}
