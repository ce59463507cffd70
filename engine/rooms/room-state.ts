import type { MessageView, ParticipantView, RoomView } from '../views.ts';

/** What one reader's screen knows of one room. `applyEvent` keeps it true. */
export interface RoomState {
  /** The reader's person id: unread counts are theirs. */
  readonly me: string;
  readonly room: RoomView;
  /** By person id; those who left stay, since their messages still need a name. */
  readonly participants: Readonly<Record<string, ParticipantView>>;
  /** A gapless run of the messages outside threads, ascending by sequence. */
  readonly messages: readonly MessageView[];
  /** True while the run ends before the newest message: what is sent then is not appended, a later page brings it. */
  readonly detached?: boolean;
  /** Of the threads that are open: the newest replies, gapless and ascending, by the root's id. */
  readonly threads?: Readonly<Record<string, readonly MessageView[]>>;
  /** Roots of open threads, which may be older than `messages` reaches back. */
  readonly roots?: Readonly<Record<string, MessageView>>;
  /** Sequence of the last event in this state. */
  readonly head: number;
}

/** Gives every copy of every message in the state to `change`; copies it leaves alone keep their identity. */
export function changeMessages(state: RoomState, change: (message: MessageView) => MessageView): RoomState {
  const { threads, roots } = state;
  return {
    ...state,
    messages: mapChanged(state.messages, change),
    ...(threads && { threads: mapRecord(threads, (replies) => mapChanged(replies, change)) }),
    ...(roots && { roots: mapRecord(roots, change) }),
  };
}

/** Screens compare by identity: an array of which nothing changed must stay the same array. */
function mapChanged<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let changed = false;
  const next = list.map((item) => {
    const after = change(item);
    changed ||= after !== item;
    return after;
  });
  return changed ? next : list;
}

const mapRecord = <T>(record: Readonly<Record<string, T>>, change: (item: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([key, item]) => [key, change(item)]));
