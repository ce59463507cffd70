import {
  type EngineEvents,
  type EventFrame,
  type MyRoomView,
  type ParticipantView,
  type RoomEntry,
  type RoomHistory,
  type RoomPosting,
  type RoomRole,
  type SentMessage,
  unreadReplies,
} from '../../engine/client.ts';

/** What the reducer must know beside the room. */
export interface Reader {
  /** Person's id. */
  readonly me: string;
}

/** What became of a room in the list: itself, changed; `gone`; or `ask` when only the server can tell. */
export type Listed = MyRoomView | 'gone' | 'ask';

/** How a recorded event changes a room in one's list. Pure. An event at or below the known head was counted before. */
export function listAfter(room: MyRoomView, frame: EventFrame, reader: Reader): Listed {
  if (frame.seq <= room.head) return room;
  const moved = { ...room, head: frame.seq };
  const change = CHANGES[frame.event];
  return change ? change(moved, frame, reader) : moved;
}

/** A room after this screen has shown it up to a sequence: its badge goes at once, the server's count follows. */
export function listSeen(room: MyRoomView, seq: number): MyRoomView {
  if (seq <= room.seen) return room;
  return { ...room, seen: seq, unread: seq >= room.head ? 0 : room.unread };
}

/** A room after the server says that its reader has read up to a sequence, on this device or another. */
export function listSeenElsewhere(room: MyRoomView, seq: number): Listed {
  return seq > room.seen && seq < room.head ? 'ask' : listSeen(room, seq);
}

/** News of one thread, for the people who follow it (`thread.replied`) or for the reader alone (`thread.seen`). */
export interface ThreadTold {
  readonly rootId: string;
  readonly seen: number;
  readonly unread: number;
}

/** A room after its reader was told of a reply in a thread they follow. What was counted before they read on, only the server can count. */
export function listReplied(room: MyRoomView, { rootId, seen, unread }: ThreadTold): Listed {
  if (seen < (room.threads[rootId]?.seen ?? 0)) return 'ask';
  return { ...room, threads: { ...room.threads, [rootId]: { seen, unread } } };
}

/** A room after a thread in it was read, here or elsewhere. One that is not in the list holds nothing that counts. */
export function listThreadSeen(room: MyRoomView, { rootId, seen, unread }: ThreadTold): MyRoomView {
  return { ...room, threads: { ...room.threads, [rootId]: { seen, unread: room.threads[rootId] ? unread : 0 } } };
}

type Change = (room: MyRoomView, frame: EventFrame, reader: Reader) => Listed;

const CHANGES: Readonly<Record<string, Change>> = {
  'message.sent': messageSent,
  'message.edited': (room, { payload }) => {
    const { id, text } = payload as EngineEvents['message.edited'];
    return room.last?.id === id ? { ...room, last: { ...room.last, text: cut(text) } } : room;
  },
  // Whether it was among the unread ones, whether its author still follows the thread, and which is the newest one now, only
  // the server knows.
  'message.deleted': (room, { payload }) => {
    const { id } = payload as EngineEvents['message.deleted'];
    return room.unread > 0 || unreadReplies(room) > 0 || room.last?.id === id ? 'ask' : room;
  },
  'room.renamed': (room, frame) => ({ ...room, title: (frame.payload as { title: string }).title }),
  'room.entryChanged': (room, frame) => ({ ...room, entry: (frame.payload as { entry: RoomEntry }).entry }),
  'room.topicChanged': (room, frame) => ({ ...room, topic: (frame.payload as { topic: string }).topic }),
  'room.postingChanged': (room, frame) => ({ ...room, posting: (frame.payload as { posting: RoomPosting }).posting }),
  'room.historyChanged': (room, frame) => {
    const { history } = frame.payload as { history: RoomHistory };
    return { ...room, history, ...(history === 'all' && { historyFrom: frame.seq }) };
  },
  'room.archived': (room) => ({ ...room, archived: true }),
  'room.unarchived': (room) => ({ ...room, archived: false }),
  'room.deleted': () => 'gone',
  'participant.left': (room, frame, { me }) => ((frame.payload as { person: string }).person === me ? 'gone' : room),
  'participant.joined': (room, frame, { me }) => {
    const { participant } = frame.payload as { participant: ParticipantView };
    return participant.person.id === me ? { ...room, role: participant.role } : room;
  },
  'participant.changed': (room, frame, { me }) => {
    const { person, role } = frame.payload as { person: string; role: RoomRole };
    return person === me ? { ...room, role } : room;
  },
};

const MOST_COUNTED = 999;
const LAST_LENGTH = 140;

const cut = (text: string): string => Array.from(text).slice(0, LAST_LENGTH).join('');

function messageSent(room: MyRoomView, frame: EventFrame, { me }: Reader): MyRoomView {
  const { message } = frame.payload as { message: SentMessage };
  if (message.threadRoot || message.note) return room;
  const { id, author, by, text } = message;
  const last = { id, author, ...(by && { by }), text: cut(text), at: frame.at };
  // What is on the screen is seen by the list of messages: it knows whether it stands at its end, and says so.
  const counts = message.author !== me && frame.seq > room.seen;
  return { ...room, last, unread: counts ? Math.min(MOST_COUNTED, room.unread + 1) : room.unread };
}
