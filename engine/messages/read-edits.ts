import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { can } from '../roles/can.ts';
import { notAllowed, type RoomAccess } from '../rooms/find-room.ts';
import { MessageEdit } from './message-edit.ts';
import { findMessage } from './references.ts';

export interface EditView {
  readonly text: string;
  readonly editedAt: string;
}

/** What a message said before each edit, oldest first: for its author and the room's staff. Nothing is left of a deleted one. */
export async function readEdits(work: UnitOfWork, access: RoomAccess, messageId: string): Promise<readonly EditView[]> {
  const message = await findMessage(work.em, access, messageId);
  const own = message.authorId === access.participant.personId;
  if (!own && !can(access.participant.role, 'message.readHistory')) throw notAllowed();
  if (message.deletedAt != null) return [];
  const edits = await work.em.find(MessageEdit, { messageId }, { orderBy: { editedAt: 'asc' } });
  return edits.map(({ text, editedAt }) => ({ text, editedAt: editedAt.toISOString() }));
}
