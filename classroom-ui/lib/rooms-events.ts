import type { EventFrame, MyRoomView, ParticipantView, RoomEntry, RoomRole, SentMessage } from '../../engine/client.ts';

/** What the reducer must know beside the room. */
export interface Reader {
  /** Person's id. */
  readonly me: string;
  /** Whether the room is on a screen somebody looks at: then nothing in it becomes unread. */
  readonly reading: boolean;
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

type Change = (room: MyRoomView, frame: EventFrame, reader: Reader) => Listed;

const CHANGES: Readonly<Record<string, Change>> = {
  'message.sent': messageSent,
  // Whether it was among the unread ones, only the server knows.
  'message.deleted': (room) => (room.unread > 0 ? 'ask' : room),
  'room.renamed': (room, frame) => ({ ...room, title: (frame.payload as { title: string }).title }),
  'room.entryChanged': (room, frame) => ({ ...room, entry: (frame.payload as { entry: RoomEntry }).entry }),
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

function messageSent(room: MyRoomView, frame: EventFrame, { me, reading }: Reader): MyRoomView {
  const { message } = frame.payload as { message: SentMessage };
  if (message.threadRoot || message.note) return room;
  const last = { author: message.author, text: Array.from(message.text).slice(0, LAST_LENGTH).join(''), at: frame.at };
  const counts = message.author !== me && !reading;
  return { ...room, last, unread: counts ? Math.min(MOST_COUNTED, room.unread + 1) : room.unread };
}
