import { toast } from '#lib/kit/toast.ts';
import { refusalOf } from '../../../engine/client.ts';
import type {
  ListedThread,
  Narrowing,
  PersonReach,
  PlaceRules,
  Reach,
  SupervisedThread,
  ThreadView,
} from '../contract.ts';
import { words } from './words.ts';

interface Query<I, O> {
  query(input: I): Promise<O>;
}
interface Mutation<I, O = unknown> {
  mutate(input: I): Promise<O>;
}
interface InRoom {
  readonly roomId: string;
}
interface InClass {
  readonly classroomId: string;
}

/** The procedures of this plugin, and the engine's one it needs, as a slot's `api` has them. */
export interface ThreadsApi {
  readonly privateThreads: {
    readonly start: Mutation<InRoom & { personId: string; replyTo?: string }, InRoom>;
    readonly list: Query<void, readonly ListedThread[]>;
    readonly details: Query<InRoom, ThreadView>;
    readonly reach: Query<InRoom, readonly Reach[]>;
    readonly reachPerson: Query<{ personId: string; here?: string }, PersonReach>;
    readonly classRules: Query<InClass, PlaceRules>;
    readonly narrowClass: Mutation<InClass & { rules: Narrowing }>;
    readonly roomRules: Query<InRoom, PlaceRules>;
    readonly narrowRoom: Mutation<InRoom & { rules: Narrowing }>;
    readonly supervised: Query<InClass, readonly SupervisedThread[]>;
    readonly open: Mutation<InRoom & { reason: string }, InRoom>;
  };
  readonly participants: { readonly leave: Mutation<InRoom> };
}

/** What to tell somebody whom something was refused. */
export const sayRefusal = (thrown: unknown): string => refusalOf(thrown)?.message || words.failed;

/** Does something, and says in passing what was refused. */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    toast(sayRefusal(thrown), { tone: 'error', id: 'private-threads' });
    return false;
  }
}

/** Goes to the conversation with somebody of a room, which is made when there is none yet. */
export const startAndOpen = (
  api: ThreadsApi,
  asked: InRoom & { personId: string; replyTo?: string },
  openRoom: (roomId: string) => Promise<void>,
): Promise<boolean> =>
  attempt(async () => {
    const { roomId } = await api.privateThreads.start.mutate(asked);
    await openRoom(roomId);
  });
