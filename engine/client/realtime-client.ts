import { createTRPCClient, type TRPCClient } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import type { EventFrame, PassingFrame } from '../realtime/protocol.ts';
import { callLink } from './call-link.ts';
import { close, doubt, retry } from './line.ts';
import { hearPage } from './page-hints.ts';
import { createParts, type RealtimeClientOptions, watchReplays } from './parts.ts';
import { type Follower, follow } from './room-feeds.ts';
import { createSender, type Send } from './sender.ts';
import type { Status } from './status.ts';

export type { RealtimeClientOptions } from './parts.ts';

export interface RealtimeClient<R extends AnyRouter> {
  /**
   * The procedures. Calls go over the socket; while there is none they wait up to ten seconds, then fail with
   * `unavailable`. Errors are `TRPCClientError`s: `refusalOf` reads them.
   */
  readonly api: TRPCClient<R>;
  /** Sends a message and resolves with it as it was stored, also when only its event made it back. */
  readonly send: Send;
  readonly status: Status;
  /** Whom the server greeted, by id; null before. A socket that is greeted as somebody else ends as `signed-out`. */
  readonly person: string | null;
  onStatus(hear: (status: Status) => void): () => void;
  /** Follows a room from a cursor: every recorded event after it once, in order; passing ones as they come. */
  follow(roomId: string, since: number, follower: Follower): () => void;
  /** Every recorded event of every room one is in. */
  onEvent(hear: (event: EventFrame) => void): () => void;
  /** Passing frames to this person's own devices. */
  onPerson(hear: (frame: PassingFrame) => void): () => void;
  /** Each room's head, on each (re)connection and whenever more was missed than could be replayed. */
  onRooms(hear: (heads: Readonly<Record<string, number>>) => void): () => void;
  /** Tries at once instead of waiting: somebody pressed the button, or has signed in again. */
  retry(): void;
  close(): void;
}

/**
 * Opens a connection that stays: it comes back by itself, misses nothing, and tells nothing twice.
 * @throws TypeError when `url` is no address.
 */
export function createRealtimeClient<R extends AnyRouter>(options: RealtimeClientOptions): RealtimeClient<R> {
  const parts = createParts(options);
  const { calls, feeds, hearers, line } = parts;
  const watch = setInterval(() => watchReplays(parts), line.options.timing.tick);
  const unhear = hearPage(() => doubt(line));
  return {
    api: createTRPCClient<R>({ links: [callLink<R>(calls)] }),
    send: createSender(calls, hearers.events),
    get status() {
      return line.status;
    },
    get person() {
      return parts.person;
    },
    onStatus: hearers.statuses.add,
    follow: (roomId, since, follower) => follow(feeds, roomId, since, follower),
    onEvent: hearers.events.add,
    onPerson: hearers.persons.add,
    onRooms: hearers.rooms.add,
    retry: () => retry(line),
    close() {
      unhear();
      clearInterval(watch);
      close(line);
    },
  };
}
