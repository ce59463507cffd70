import { toast } from '#lib/kit/toast.ts';
import { refusalOf } from '../../../engine/client.ts';
import type { Counts, NoticeView, Preferences, ReasonChoice, RoomChoice } from '../contract.ts';
import { words } from './words.ts';

interface Query<I, O> {
  query(input: I): Promise<O>;
}
interface Mutation<I, O> {
  mutate(input: I): Promise<O>;
}
interface InRoom {
  readonly roomId: string;
}

/** The procedures of this plugin, as a slot's `api` has them. */
export interface NotificationsApi {
  readonly notifications: {
    readonly list: Query<{ before?: string }, { notices: readonly NoticeView[]; more: boolean }>;
    readonly counts: Query<void, Counts>;
    readonly readOne: Mutation<{ id: string }, Counts>;
    readonly readAll: Mutation<void, Counts>;
    readonly readOpened: Mutation<InRoom, Counts>;
    readonly look: Mutation<InRoom & { threadRoot?: string; looking: boolean }, unknown>;
    readonly choice: Query<InRoom, RoomChoice>;
    readonly choose: Mutation<InRoom & RoomChoice, RoomChoice>;
    readonly pushKey: Query<void, { key: string }>;
    readonly addDevice: Mutation<{ endpoint: string; p256dh: string; auth: string }, { id: string }>;
    readonly meetDevice: Mutation<{ endpoint: string }, { id: string | null }>;
    readonly removeDevice: Mutation<{ endpoint: string }, unknown>;
    readonly lookAtPage: Mutation<{ deviceId: string; looking: boolean }, unknown>;
    readonly preferences: Query<void, Preferences>;
    /** Whether mail reaches mailboxes here, and whether one has a mailbox. */
    readonly mailWay: Query<void, { delivers: boolean; mailbox: boolean }>;
    readonly chooseReason: Mutation<ReasonChoice, Preferences>;
    readonly chooseTimes: Mutation<Omit<Preferences, 'reasons'>, Preferences>;
  };
}

/** Does something, and says in passing why it was refused. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    toast(refusalOf(thrown)?.message || words.failed, { tone: 'error', id: 'notifications' });
    return false;
  }
}
