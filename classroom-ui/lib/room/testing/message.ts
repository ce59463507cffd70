import type { MessageView } from '../../../../engine/client.ts';

/** A message of a room that no server has. */
export const message: MessageView = {
  id: 'm1',
  roomId: 'room',
  seq: 1,
  kind: 'text',
  author: 'ana',
  clientId: 'c1',
  text: 'what I said',
  note: null,
  at: '2026-09-01T08:00:00.000Z',
  quote: null,
  threadRoot: null,
  thread: null,
  editedAt: null,
  deletedAt: null,
  shows: {},
};
