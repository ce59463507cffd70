import type { Pending } from '#lib/room/outbox.svelte.ts';
import { outboxes } from '#lib/room/outboxes.svelte.ts';
import { rooms } from '#lib/rooms.svelte.ts';

/** Refused messages to rooms that are not in the list any more: no room's screen shows them to their writer. Reactive. */
export const lostMessages = (): readonly Pending[] =>
  rooms.loaded ? outboxes.unsent.filter(({ roomId, state }) => state === 'failed' && !rooms.get(roomId)) : [];
