import { can, type MessageView, type RoomRole, type RoomView } from '../../../engine/client.ts';

/** What the screen offers. The server decides again, whatever is offered. */
export interface Reader {
  readonly id: string;
  /** Null once you have left. */
  readonly role: RoomRole | null;
}

/** Why somebody may not write here, or null when they may. */
export function whyClosed(
  room: RoomView,
  role: RoomRole | null,
): 'archived' | 'observer' | 'announcement' | 'left' | null {
  if (role === null) return 'left';
  if (room.archived) return 'archived';
  if (!can(role, 'message.send')) return 'observer';
  return room.posting === 'announcement' && !can(role, 'message.announce') ? 'announcement' : null;
}

const isAlive = (message: MessageView): boolean => message.kind === 'text' && message.deletedAt === null;

export const mayEdit = (message: MessageView, room: RoomView, { id, role }: Reader): boolean =>
  isAlive(message) && message.author === id && role !== null && !room.archived && can(role, 'message.editOwn');

export const mayDelete = (message: MessageView, room: RoomView, { id, role }: Reader): boolean =>
  isAlive(message) &&
  role !== null &&
  !room.archived &&
  (can(role, 'message.deleteAny') || (message.author === id && can(role, 'message.deleteOwn')));

export const mayReadHistory = (message: MessageView, { id, role }: Reader): boolean =>
  isAlive(message) && (message.author === id || (role !== null && can(role, 'message.readHistory')));
