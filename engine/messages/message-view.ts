import type { MessageView, SentMessage } from '../views.ts';

/** A message as its event tells it, as everybody sees it: nothing has happened to it yet. */
export const freshView = (message: SentMessage, roomId: string, seq: number, at: string): MessageView => ({
  id: message.id,
  roomId,
  seq,
  kind: message.note ? 'system' : 'text',
  author: message.author,
  clientId: message.clientId,
  text: message.text,
  note: message.note ?? null,
  at,
  quote: message.quote ?? null,
  threadRoot: message.threadRoot ?? null,
  thread: null,
  editedAt: null,
  deletedAt: null,
  shows: message.shows ?? {},
});
