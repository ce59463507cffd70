import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { json } from '../database/row.ts';
import { run, sql } from '../database/sql.ts';
import { demand, findRoom } from '../rooms/find-room.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { ThreadFacts } from '../views.ts';
import { unfollowThread } from './follow-thread.ts';
import { findMessageToChange } from './references.ts';
import { replaceInLog } from './replace-in-log.ts';
import { THREAD_FACTS } from './thread-facts.ts';

/**
 * Deletes one's own message, or as staff of the room anybody's, and leaves a tombstone. The text goes in the same
 * transaction from wherever it stands: the row, its earlier versions, the log, and the quotes of it in the log.
 */
export const deleteMessage = command('message.delete', {
  draft: z.strictObject({ roomId: z.uuid(), messageId: z.uuid() }),
  access: ({ roomId }, work) => findRoom(work, roomId),
  async run({ messageId }, access, work) {
    const message = await findMessageToChange(work.em, access, messageId);
    const own = message.authorId != null && message.authorId === work.asked.person?.id;
    demand(access, own ? 'message.deleteOwn' : 'message.deleteAny');
    if (message.deletedAt != null) return { id: message.id };
    const deletedAt = work.at;
    message.text = '';
    message.deletedAt = deletedAt;
    message.deletedBy = work.asked.person?.id ?? null;
    await work.em.flush();
    // Whoever quotes it now is numbered before, and scrubbed below, or after, and finds that it is gone.
    await lockRoom(work, message.roomId);
    work.rosterChanged.add(message.roomId);
    await replaceInLog(work.em, message, null);
    if (message.editedAt != null)
      await run(work.em, sql`update message_edit set text = '' where message_id = ${message.id}`);
    await unfollowThread(work, message);
    const thread = message.threadRoot ? await threadWithout(work, message.threadRoot) : null;
    record(work, message.roomId, 'message.deleted', {
      id: message.id,
      threadRoot: message.threadRoot ?? null,
      deletedAt: deletedAt.toISOString(),
      author: message.authorId ?? null,
      seq: message.seq ?? 0,
      thread,
    });
    return { id: message.id };
  },
});

/** What is left of a thread. Asked under the room's lock: a reply numbered meanwhile would be missing from the facts. */
async function threadWithout(work: UnitOfWork, rootId: string): Promise<ThreadFacts | null> {
  const rows = await run(
    work.em,
    sql({ facts: json<ThreadFacts | null>().orNull })`select (${THREAD_FACTS(sql`${rootId}::uuid`)}) facts`,
  );
  return rows[0]?.facts ?? null;
}
