import type { EngineEvents } from '../events/engine-events.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import { changeMessages, type RoomState } from '../rooms/room-state.ts';
import type { MessageView, Quote, SentMessage, ThreadFacts, ThreadView } from '../views.ts';

/** In code points, as PostgreSQL's left() counts. */
export const QUOTE_LENGTH = 280;
const THREAD_AUTHORS = 3;

/** What a quote keeps of the message it quotes. */
export const quoteText = (text: string): string => [...text].slice(0, QUOTE_LENGTH).join('');

/** The message a `message.sent` event tells of, as a page read at that moment would show it. */
export const sentMessage = (sent: SentMessage, frame: Pick<EventFrame, 'room' | 'seq' | 'at'>): MessageView => ({
  id: sent.id,
  roomId: frame.room,
  seq: frame.seq,
  kind: sent.note ? 'system' : 'text',
  author: sent.author,
  ...(sent.by && { by: sent.by }),
  clientId: sent.clientId,
  text: sent.text,
  note: sent.note ?? null,
  at: frame.at,
  quote: sent.quote ?? null,
  threadRoot: sent.threadRoot ?? null,
  thread: null,
  editedAt: null,
  deletedAt: null,
  shows: sent.shows ?? {},
});

/** What is left of a deleted message: its place, its author and its thread. */
export const tombstone = (message: MessageView, deletedAt: string): MessageView => ({
  ...message,
  text: '',
  quote: null,
  editedAt: null,
  deletedAt,
  shows: {},
});

export function applySent(state: RoomState, sent: SentMessage, frame: EventFrame): RoomState {
  const message = sentMessage(sent, frame);
  if (message.threadRoot !== null) return applyReply(state, message, message.threadRoot);
  if (state.detached) return state;
  return { ...state, messages: appended(state.messages, message) };
}

function applyReply(state: RoomState, reply: MessageView, rootId: string): RoomState {
  const counted = changeMessages(state, (root) =>
    root.id === rootId ? { ...root, thread: withReply(root.thread, reply, state.me) } : root,
  );
  const replies = counted.threads?.[rootId];
  if (!replies) return counted;
  return { ...counted, threads: { ...counted.threads, [rootId]: appended(replies, reply) } };
}

/** The one order is the sequence, and a page may have brought the message before its event came. */
const appended = (list: readonly MessageView[], message: MessageView): readonly MessageView[] =>
  list.some((other) => other.id === message.id) ? list : [...list, message];

function withReply(thread: ThreadView | null, reply: MessageView, me: string): ThreadView {
  const others = (thread?.authors ?? []).filter((author) => author !== reply.author);
  const seen = thread?.seen ?? 0;
  return {
    replies: (thread?.replies ?? 0) + 1,
    unread: (thread?.unread ?? 0) + (isUnread(reply, seen, me) ? 1 : 0),
    seen,
    authors: [...others, ...(reply.author === null ? [] : [reply.author])].slice(-THREAD_AUTHORS),
    lastAt: reply.at,
  };
}

const isUnread = (reply: { seq: number; author: string | null }, seen: number, me: string): boolean =>
  reply.author !== me && reply.seq > seen;

export function applyEdited(state: RoomState, edited: EngineEvents['message.edited']): RoomState {
  return changeMessages(state, (message) => {
    if (message.id === edited.id) return { ...message, text: edited.text, editedAt: edited.editedAt };
    return quoting(message, edited.id, { text: quoteText(edited.text) });
  });
}

export function applyDeleted(state: RoomState, deleted: EngineEvents['message.deleted']): RoomState {
  return changeMessages(state, (message) => {
    if (message.id === deleted.id) return tombstone(message, deleted.deletedAt);
    const rest = quoting(message, deleted.id, { text: '', deleted: true });
    if (message.id !== deleted.threadRoot) return rest;
    return { ...rest, thread: withoutReply(message.thread, deleted, state.me) };
  });
}

const quoting = (message: MessageView, quoted: string, change: Partial<Quote>): MessageView =>
  message.quote?.id === quoted ? { ...message, quote: { ...message.quote, ...change } } : message;

function withoutReply(
  thread: ThreadView | null,
  gone: { seq: number; author: string | null; thread: ThreadFacts | null },
  me: string,
): ThreadView | null {
  if (!gone.thread) return null;
  const seen = thread?.seen ?? 0;
  const unread = (thread?.unread ?? 0) - (isUnread(gone, seen, me) ? 1 : 0);
  return { ...gone.thread, seen, unread: Math.max(0, unread) };
}

/** The reader has read a thread up to `seen`, on this or another device; the server counted what is unread after it. */
export function applyThreadSeen(state: RoomState, rootId: string, seen: number, unread: number): RoomState {
  return changeMessages(state, (message) => {
    if (message.id !== rootId || !message.thread || message.thread.seen >= seen) return message;
    return { ...message, thread: { ...message.thread, seen, unread } };
  });
}
