import { createTRPCClient, type TRPCClient } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import type { EventFrame, PassingFrame, ServerFrame } from '../realtime/protocol.ts';
import { callLink } from './call-link.ts';
import { type Calls, createCalls } from './calls.ts';
import { createHearers, type Hearers } from './hearers.ts';
import { type Line, openLine } from './line.ts';
import { hearPage } from './page-hints.ts';
import { signedOut, unavailable } from './refusal.ts';
import { createRoomFeeds, type Follower, type RoomFeeds } from './room-feeds.ts';
import { createSender, type Send } from './sender.ts';
import type { Status } from './status.ts';
import { TIMING, type Timing } from './timing.ts';

export interface RealtimeClientOptions {
  /** Address of the socket: `wss://school.example/realtime`. */
  readonly url: string;
  /** The session's token, for programs and for pages that have no cookie; asked for at every (re)connection. */
  readonly token?: () => string | null;
  /** The platform's own unless given. */
  readonly WebSocket?: typeof WebSocket;
  readonly timing?: Partial<Timing>;
}

export interface RealtimeClient<R extends AnyRouter> {
  /**
   * The procedures. Calls go over the socket; while there is none they wait up to ten seconds, then fail with
   * `unavailable`. Errors are `TRPCClientError`s: `refusalOf` reads them.
   */
  readonly api: TRPCClient<R>;
  /** Sends a message and resolves with it as it was stored, also when only its event made it back. */
  readonly send: Send;
  readonly status: Status;
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
  const timing = { ...TIMING, ...options.timing };
  const url = new URL(options.url).href;
  const events = createHearers<EventFrame>();
  const persons = createHearers<PassingFrame>();
  const rooms = createHearers<Readonly<Record<string, number>>>();
  const statuses = createHearers<Status>();
  const calls = createCalls(timing, (text) => line.send(text));
  const feeds = createRoomFeeds({
    events,
    outrun: () => rooms.tell(feeds.heads()),
    ask(room, since) {
      if (line.status === 'live') line.send(JSON.stringify({ t: 'resume', room, since }));
      return line.status === 'live';
    },
  });
  let said: Record<string, number> = {};
  const line: Line = openLine({
    url,
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    timing,
    opened() {
      said = feeds.cursors();
      const token = options.token?.();
      line.send(JSON.stringify({ t: 'hello', ...(token && { token }), cursors: said }));
    },
    heard: (text) => hear({ line, calls, feeds, persons, rooms }, text, () => said),
    changed(status, was) {
      carry(calls, status, was);
      statuses.tell(status);
    },
  });
  const unhear = hearPage(() => line.doubt());
  const watch = setInterval(
    () => feeds.isStuck(Date.now() - timing.dead) && line.status === 'live' && line.renew(),
    timing.tick,
  );
  return {
    api: createTRPCClient<R>({ links: [callLink<R>(calls)] }),
    send: createSender(calls, events),
    get status() {
      return line.status;
    },
    onStatus: statuses.add,
    follow: feeds.follow,
    onEvent: events.add,
    onPerson: persons.add,
    onRooms: rooms.add,
    retry: line.retry,
    close() {
      unhear();
      clearInterval(watch);
      line.close();
    },
  };
}

interface Parts {
  readonly line: Line;
  readonly calls: Calls;
  readonly feeds: RoomFeeds;
  readonly persons: Hearers<PassingFrame>;
  readonly rooms: Hearers<Readonly<Record<string, number>>>;
}

function carry(calls: Calls, status: Status, was: Status): void {
  if (status === 'live') calls.live();
  else if (status === 'signed-out') calls.end(signedOut());
  else if (status === 'closed') calls.end(unavailable('unknown'));
  else if (status === 'connecting') calls.reopen();
  else if (was === 'live') calls.lost();
}

type Heard = ServerFrame | { t?: undefined; id: unknown; result?: { data?: unknown }; error?: unknown };

function hear(parts: Parts, text: string, said: () => Record<string, number>): void {
  if (text === 'PONG') return;
  const frame = parse(text);
  // Not our server, or half of it: what was missed comes with the next connection.
  if (!frame) parts.line.renew();
  else if (frame.t === undefined) parts.calls.answer(frame);
  else if (frame.t === 'hello') greet(parts, frame.rooms, said());
  else tell(parts, frame);
}

function greet({ feeds, line, rooms }: Parts, heads: Record<string, number>, said: Record<string, number>): void {
  line.welcomed();
  feeds.welcome(heads, said);
  rooms.tell(heads);
}

function tell({ feeds, persons }: Parts, frame: Exclude<ServerFrame, { t: 'hello' }>): void {
  if (frame.t === 'event') feeds.event(frame);
  else if (frame.t === 'resume') feeds.replay(frame);
  else if (frame.t === 'startOver') feeds.startOver(frame.room, frame.head);
  else if (frame.t === 'error') frame.room && feeds.refused(frame.room);
  else if (frame.room) feeds.passing(frame.room, frame);
  else {
    moved(feeds, frame);
    persons.tell(frame);
  }
}

/** Which rooms we are in is told by passing frames of the engine's own. */
function moved(feeds: RoomFeeds, { event, payload }: PassingFrame): void {
  const { head, roomId } = payload as { roomId?: string; head?: number };
  if (event === 'room.entered' && roomId && head !== undefined) feeds.entered(roomId, head);
  if (event === 'room.exited' && roomId) feeds.exited(roomId);
}

function parse(text: string): Heard | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null ? (frame as Heard) : null;
  } catch {
    return null;
  }
}
