import { dayKey, type When } from '#lib/kit/time.ts';
import { isMove, type MessageView, type SystemNote } from '../../../engine/client.ts';
import type { Pending } from './outbox.svelte.ts';
import { isOthers } from './read-cursor.ts';

export interface Keyed {
  readonly key: string;
}

/** One row of a list of messages. */
export interface Row extends Keyed {
  /** Stays the same while our own message turns from pending into confirmed, so that its row is not drawn anew. */
  readonly key: string;
  readonly message: MessageView;
  readonly pending: Pending | null;
  /** A day's line stands above this row. */
  readonly day: boolean;
  /** The line "New" stands above this row. */
  readonly unread: boolean;
  /** What a system line says. Of people who came or went one after the other it is the last one's row. */
  readonly notes: readonly SystemNote[];
  /** Draws author and time; the rows of one author that follow soon do not. */
  readonly head: boolean;
}

export interface RowOptions extends When {
  readonly me: string;
  readonly roomId: string;
  /** Whether the first message is the room's first: else nobody knows yet what day's line it stands under. */
  readonly fromStart: boolean;
  /** Sequence up to which the reader had read when the room was opened, or null for no line. */
  readonly readUpTo: number | null;
  /** Whether people who came and went stand together: in a room of two each is told by itself. */
  readonly gathers?: boolean;
}

const TOGETHER_MS = 5 * 60_000;

/** What a list of messages looks like: confirmed ones by sequence, then our own pending ones as they were written. */
export function rowsOf(messages: readonly MessageView[], pending: readonly Pending[], options: RowOptions): Row[] {
  const known = new Set(messages.filter(({ author }) => author === options.me).map(({ clientId }) => clientId));
  const waiting = pending.filter(({ clientId }) => !known.has(clientId));
  const unreadFrom = firstUnread(messages, options);
  const all = [...messages.map((message) => ({ message, pending: null as Pending | null }))];
  for (const own of waiting) all.push({ message: viewOf(own, options), pending: own });
  const rows = all.map(({ message, pending }, at): Row => {
    const before = all[at - 1]?.message;
    const day = before ? dayKey(before.at, options) !== dayKey(message.at, options) : options.fromStart;
    const unread = message.id === unreadFrom;
    const head = !before || day || unread || !belongsTo(message, before);
    return { key: keyOf(message), message, pending, day, unread, head, notes: message.note ? [message.note] : [] };
  });
  return options.gathers ? gathered(rows) : rows;
}

/**
 * Lines about people who came or went, one after the other on one day, are one row. It has the key of the last one: earlier
 * lines may be loaded yet.
 */
function gathered(rows: readonly Row[]): Row[] {
  const all: Row[] = [];
  for (const row of rows) {
    const before = all.at(-1);
    if (before && !row.day && isMoves(row) && isMoves(before))
      all[all.length - 1] = { ...row, day: before.day, notes: [...before.notes, ...row.notes] };
    else all.push(row);
  }
  return all;
}

const isMoves = ({ notes: [note] }: Row): boolean => note !== undefined && isMove(note);

/** Two authors may use the same clientId: the author makes it unique in a room. Of a plugin's it is its id. */
const keyOf = ({ kind, author, clientId, id }: MessageView): string => (kind === 'text' ? `${author}:${clientId}` : id);

const firstUnread = (messages: readonly MessageView[], { me, readUpTo }: RowOptions): string | undefined =>
  readUpTo === null ? undefined : messages.find((message) => message.seq > readUpTo && isOthers(message, me))?.id;

const belongsTo = (message: MessageView, before: MessageView): boolean =>
  before.kind === 'text' &&
  message.kind === 'text' &&
  message.author === before.author &&
  message.by?.plugin === before.by?.plugin &&
  message.quote === null &&
  Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS;

/** Our own message as it will look once it is confirmed. */
const viewOf = (own: Pending, { me, roomId }: RowOptions): MessageView => ({
  id: own.clientId,
  roomId,
  seq: 0,
  kind: 'text',
  author: me,
  clientId: own.clientId,
  text: own.text,
  note: null,
  at: own.at,
  quote: own.quote,
  threadRoot: own.threadRoot,
  thread: null,
  editedAt: null,
  deletedAt: null,
  shows: own.shows ?? {},
});
