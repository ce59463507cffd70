import type { SlotProps } from '../../../engine/client.ts';
import type { MyRequestView, QueueView } from '../contract.ts';
import type server from '../server.ts';
import { Kept } from './kept.svelte.ts';

/** What every place of this plugin is handed. */
export type Place = Pick<SlotProps<'room.header', typeof server>, 'api' | 'me' | 'on' | 'onLive'>;

const mine = new Kept<MyRequestView>();
const queues = new Kept<QueueView>();

/** The reader's own requests, kept true for as long as the effect that calls this lives. Answers how to end. */
export function keepMine({ api, me, on, onLive }: Place): () => void {
  mine.attend(me.id, () => api.mine.query());
  return both(
    on('mine', () => void mine.renew()),
    onLive(() => void mine.renew()),
  );
}

/** How many wait where the reader answers, kept true in the same way. */
export function keepQueues({ api, me, on, onLive }: Place): () => void {
  queues.attend(me.id, () => api.queues.query());
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
