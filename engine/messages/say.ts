import { v7 as newId } from 'uuid';
import { byOf } from '../commands/asked.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import type { Room } from '../rooms/room.ts';
import type { SentMessage, SystemNote } from '../views.ts';
import { Message } from './message.ts';

/** The engine says a line in a room ("Ana joined"): a system message beside the event that caused it. */
export async function say(work: UnitOfWork, room: Pick<Room, 'id'>, note: SystemNote): Promise<void> {
  const by = byOf(work.asked);
  const author = 'person' in by ? by.person : 'person' in note ? note.person : note.by;
  const id = newId();
  work.em.create(Message, {
    id,
    schoolId: work.asked.school.id,
    roomId: room.id,
    seq: null,
    kind: 'system',
    authorId: author,
    clientId: id,
    text: '',
    note,
    quoteId: null,
    threadRoot: null,
    createdAt: work.at,
    editedAt: null,
    deletedAt: null,
    deletedBy: null,
  });
  await work.em.flush();
  const message: SentMessage = { id, clientId: id, author, text: '', note };
  record(work, room.id, 'message.sent', { message }, { numbered: { of: id, write: giveNumbers } });
}

/** Gives stored messages, by their ids, the numbers of their `message.sent` events. */
export async function giveNumbers(
  { em }: UnitOfWork,
  numbered: readonly { readonly of: string; readonly seq: number }[],
): Promise<void> {
  await em.execute(
    `update message m set seq = n.seq from jsonb_to_recordset(?::jsonb) n("of" uuid, seq bigint) where m.id = n."of"`,
    [JSON.stringify(numbered)],
  );
}
