import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { demand, findRoom } from '../rooms/find-room.ts';
import type { ThreadFacts } from '../views.ts';
import type { Message } from './message.ts';
import { findMessage } from './references.ts';
import { THREAD_FACTS } from './thread-facts.ts';

/**
 * Deletes one's own message, or as staff of the room anybody's, and leaves a tombstone. The text goes in the same
 * transaction from wherever it stands: the row, its earlier versions, the log, and the quotes of it in the log.
 */
export const deleteMessage = command('message.delete', {
  draft: z.strictObject({ roomId: z.uuid(), messageId: z.uuid() }),
  access: ({ roomId }, work) => findRoom(work, roomId),
  async run({ messageId }, access, work) {
    const message = await findMessage(work.em, access, messageId);
    const own = message.authorId === work.asked.person?.id;
    demand(access, own ? 'message.deleteOwn' : 'message.deleteAny');
    if (message.deletedAt != null) return { id: message.id };
    const deletedAt = work.at;
    message.text = '';
    message.deletedAt = deletedAt;
    message.deletedBy = work.asked.person?.id ?? null;
    await work.em.flush();
    await scrub(work, message);
    const thread = message.threadRoot ? await threadWithout(work, message.roomId, message.threadRoot) : null;
    record(work, message.roomId, 'message.deleted', {
      id: message.id,
      threadRoot: message.threadRoot ?? null,
      deletedAt: deletedAt.toISOString(),
      author: message.authorId,
      seq: message.seq ?? 0,
      thread,
    });
    return { id: message.id };
  },
});

/** What is left of a thread. The room is locked first: a reply numbered meanwhile would be missing from the facts. */
async function threadWithout(work: UnitOfWork, roomId: string, rootId: string): Promise<ThreadFacts | null> {
  await work.em.execute('select 1 from room where id = ? for no key update', [roomId]);
  const rows = await work.em.execute<{ facts: ThreadFacts | null }[]>(`select (${THREAD_FACTS('?::uuid')}) facts`, [
    rootId,
  ]);
  return rows[0]?.facts ?? null;
}

async function scrub(work: UnitOfWork, { id, roomId }: Message): Promise<void> {
  await work.em.execute("update message_edit set text = '' where message_id = ?", [id]);
  await work.em.execute(
    `update room_event set payload = case type when 'message.edited' then jsonb_set(payload, '{text}', '""')
       else jsonb_set(payload #- '{message,shows}', '{message,text}', '""') end
     where room_id = ? and ((type = 'message.sent' and payload->'message'->>'id' = ?) or (type = 'message.edited' and payload->>'id' = ?))`,
    [roomId, id, id],
  );
  await work.em.execute(
    `update room_event set payload = jsonb_set(jsonb_set(payload, '{message,quote,text}', '""'), '{message,quote,deleted}', 'true')
     where room_id = ? and type = 'message.sent' and payload->'message'->'quote'->>'id' = ?`,
    [roomId, id],
  );
}
