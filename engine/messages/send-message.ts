import { v7 as newId } from 'uuid';
import { command } from '../commands/command.ts';
import type { StoredMessage } from '../commands/commands.ts';
import { Raced } from '../commands/raced.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { int8 } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { missing } from '../errors/domain-error.ts';
import { findRoom } from '../rooms/find-room.ts';
import type { Room } from '../rooms/room.ts';
import type { SentMessage } from '../views.ts';
import { demandPosting } from './demand-posting.ts';
import { earlierSend } from './earlier-send.ts';
import { expressSend } from './express-send.ts';
import { followThread } from './follow-thread.ts';
import { Message } from './message.ts';
import { messageDraft } from './message-draft.ts';
import { keepQuoted, quoteOf, threadOf } from './references.ts';
import { giveNumbers } from './say.ts';
import { showFromTheFirst } from './show-first.ts';

/**
 * Sends a message, in a transaction of its own with what plugins write beside it. A send with nothing beside it takes the
 * same steps in `express-send.ts`.
 */
export const sendMessage = command('message.send', {
  draft: messageDraft,
  express: expressSend,
  drawsMessage: showFromTheFirst,
  async access(draft, work) {
    if (await earlierSend(work.em, work.asked, draft)) return {};
    return findRoom(work, draft.roomId);
  },
  earlier: (draft, _access, work) => earlierSend(work.em, work.asked, draft),
  async run(draft, access, work) {
    if (!access.room || !work.asked.person) throw missing();
    demandPosting({ ...access, room: access.room });
    if (draft.replyTo) await keepQuoted(work.em, draft.replyTo);
    const quote = draft.replyTo ? await quoteOf(work.em, access, draft.replyTo) : undefined;
    const threadRoot = draft.threadRoot ? await threadOf(work.em, access, draft.threadRoot) : undefined;
    const { clientId, text } = draft;
    const author = work.asked.person.id;
    return store(work, access.room, {
      id: newId(),
      clientId,
      author,
      text,
      ...(quote && { quote }),
      ...(threadRoot && { threadRoot }),
    });
  },
});

async function store(
  work: UnitOfWork,
  room: Room,
  message: SentMessage & { readonly author: string },
): Promise<StoredMessage> {
  work.em.create(Message, rowOf(room, message, work.at));
  await work.em.flush();
  const stored = { ...message, roomId: room.id, at: work.at.toISOString(), seq: null as number | null };
  const of = { stored, roster: room.roster };
  record(work, room.id, 'message.sent', { message }, { numbered: { of, write: giveSendsTheirNumbers } });
  return stored;
}

interface Sent {
  readonly stored: StoredMessage & { seq: number | null };
  readonly roster: number;
}

async function giveSendsTheirNumbers(
  work: UnitOfWork,
  numbered: readonly { readonly of: Sent; readonly seq: number }[],
): Promise<void> {
  for (const { of, seq } of numbered) {
    await demandRoster(work, of.stored.roomId, of.roster);
    of.stored.seq = seq;
  }
  await giveNumbers(
    work,
    numbered.map(({ of, seq }) => ({ of: of.stored.id, seq })),
  );
  for (const { of } of numbered) await followThread(work, of.stored);
}

/** Asked under the room's lock: whoever put the sender out, or closed the room, since the sender was let in has the last word. */
async function demandRoster({ em, rosterChanged }: UnitOfWork, roomId: string, roster: number): Promise<void> {
  const rows = await run(em, sql({ roster: int8 })`select roster from room where id = ${roomId}`);
  if (Number(rows[0]?.roster) !== roster + (rosterChanged.has(roomId) ? 1 : 0)) throw new Raced();
}

const rowOf = (room: Room, message: SentMessage, at: Date) => ({
  id: message.id,
  schoolId: room.schoolId,
  roomId: room.id,
  seq: null,
  kind: 'text' as const,
  authorId: message.author,
  byPlugin: null,
  pluginKey: null,
  clientId: message.clientId,
  text: message.text,
  note: null,
  quoteId: message.quote?.id ?? null,
  threadRoot: message.threadRoot ?? null,
  createdAt: at,
  editedAt: null,
  deletedAt: null,
  deletedBy: null,
});
