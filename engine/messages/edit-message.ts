import { v7 as newId } from 'uuid';
import { z } from 'zod';
import type { Access } from '../commands/command.ts';
import { command } from '../commands/command.ts';
import { record, type UnitOfWork } from '../commands/unit-of-work.ts';
import { forbidden, invalid } from '../errors/domain-error.ts';
import { demand, findRoom } from '../rooms/find-room.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import { MessageText } from '../text.ts';
import type { Message } from './message.ts';
import { MessageEdit } from './message-edit.ts';
import { findMessageToChange, messageDeleted, refuseHidden } from './references.ts';
import { replaceInLog } from './replace-in-log.ts';

/** Rewrites one's own message. Only its author and the room's staff can still read what it said before: the log forgets it. */
export const editMessage = command('message.edit', {
  draft: z.strictObject({ roomId: z.uuid(), messageId: z.uuid(), text: MessageText }),
  access: ({ roomId }, work) => findRoom(work, roomId),
  async run({ messageId, text }, access, work) {
    const message = await findMessageToChange(work.em, access, messageId);
    refuseEdit(message, access, work);
    if (text === '') throw invalid('text', 'Write something first.');
    // Whoever enters now is numbered before, and found below, or after, and does not hear of this edit.
    await lockRoom(work, message.roomId);
    await refuseHidden(work.em, message);
    if (text === message.text) return { id: message.id, text };
    const editedAt = work.at;
    work.em.create(MessageEdit, { id: newId(), schoolId: message.schoolId, messageId, text: message.text, editedAt });
    await replaceInLog(work.em, message, text);
    message.text = text;
    message.editedAt = editedAt;
    await work.em.flush();
    record(work, message.roomId, 'message.edited', {
      id: message.id,
      threadRoot: message.threadRoot ?? null,
      text,
      editedAt: editedAt.toISOString(),
    });
    return { id: message.id, text };
  },
});

function refuseEdit(message: Message, access: Access, work: UnitOfWork): void {
  if (message.authorId == null || message.authorId !== work.asked.person?.id)
    throw forbidden('messages.not-yours', 'Only its author may edit a message.');
  demand(access, 'message.editOwn');
  if (message.deletedAt != null) throw messageDeleted();
}
