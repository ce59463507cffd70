import type { PluginApi, SlotProps } from '../../../engine/client.ts';
import type { joinRequests, MyRequestView, QueueView, WaitingView } from '../contract.ts';
import { Kept } from './kept.svelte.ts';

interface Asked<I, O = unknown> {
  mutate(input: I): Promise<O>;
}

/** The procedures of this plugin, as a slot's `api` has them. */
export interface RequestsApi {
  readonly ask: Asked<{ roomId: string; note: string }, MyRequestView>;
  readonly withdraw: Asked<{ roomId: string }>;
  readonly mine: { query(): Promise<readonly MyRequestView[]> };
  readonly list: { query(input: { roomId: string }): Promise<readonly WaitingView[]> };
  readonly queues: { query(): Promise<readonly QueueView[]> };
  readonly approve: Asked<{ roomId: string; requestIds: readonly string[] }>;
  readonly deny: Asked<{ roomId: string; requestIds: readonly string[]; reason: string }>;
}
export const requestsOf = (api: PluginApi): RequestsApi => api.joinRequests;

/** What every place of this plugin is handed. */
export type Place = Pick<SlotProps<'room.header', typeof joinRequests>, 'api' | 'me' | 'on' | 'onLive'>;

const mine = new Kept<MyRequestView>();
const queues = new Kept<QueueView>();

/** The reader's own requests, kept true for as long as the effect that calls this lives. Answers how to end. */
export function keepMine({ api, me, on, onLive }: Place): () => void {
  mine.attend(me.id, () => requestsOf(api).mine.query());
  return both(
    on('mine', () => void mine.renew()),
    onLive(() => void mine.renew()),
  );
}

/** How many wait where the reader answers, kept true in the same way. */
export function keepQueues({ api, me, on, onLive }: Place): () => void {
  queues.attend(me.id, () => requestsOf(api).queues.query());
  return both(
    on('queue', () => void queues.renew()),
    onLive(() => void queues.renew()),
  );
}

const both = (one: () => void, other: () => void) => () => {
  one();
  other();
};

export { mine, queues };
export const waitingIn = (roomId: string): number =>
  queues.list?.find((queue) => queue.roomId === roomId)?.waiting ?? 0;
