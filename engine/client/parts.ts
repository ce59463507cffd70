import type { EventFrame, PassingFrame, ServerFrame, Welcome } from '../realtime/protocol.ts';
import * as calling from './calls.ts';
import { createHearers, type Hearers } from './hearers.ts';
import * as lines from './line.ts';
import { signedOut, unavailable } from './refusal.ts';
import * as feeding from './room-feeds.ts';
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

/** What one client is made of. */
export interface Parts {
  readonly line: lines.Line;
  readonly calls: calling.Calls;
  readonly feeds: feeding.RoomFeeds;
  readonly hearers: {
    readonly events: Hearers<EventFrame>;
    readonly persons: Hearers<PassingFrame>;
    readonly rooms: Hearers<Readonly<Record<string, number>>>;
    readonly statuses: Hearers<Status>;
  };
  /** Who the server greeted; null before it did, and once nobody is signed in. */
  person: string | null;
  /** The history that all cursors belong to; null before the first welcome. */
  epoch: string | null;
  /** The cursors of the last hello. */
  said: Readonly<Record<string, number>>;
}

export function createParts(options: RealtimeClientOptions): Parts {
  const hearers = {
    events: createHearers(),
    persons: createHearers(),
    rooms: createHearers(),
    statuses: createHearers(),
  } as Parts['hearers'];
  const timing = { ...TIMING, ...options.timing };
  const parts: Parts = {
    hearers,
    person: null,
    epoch: null,
    said: {},
    calls: calling.createCalls(timing, (text) => lines.send(parts.line, text)),
    feeds: feeding.createRoomFeeds({
      events: hearers.events,
      outrun: () => hearers.rooms.tell(feeding.headsOf(parts.feeds)),
      ask: (room, since) => askReplay(parts, room, since),
    }),
    line: lines.openLine({
      url: new URL(options.url).href,
      WebSocket: options.WebSocket ?? globalThis.WebSocket,
      timing,
      opened: () => sayHello(parts, options.token?.() ?? null),
      heard: (text) => hear(parts, text),
      changed: (status, was) => statusChanged(parts, status, was),
    }),
  };
  return parts;
}

function sayHello(parts: Parts, token: string | null): void {
  parts.said = feeding.cursors(parts.feeds);
  const { epoch, said } = parts;
  lines.send(
    parts.line,
    JSON.stringify({ t: 'hello', ...(token && { token }), cursors: said, ...(epoch && { epoch }) }),
  );
}

function askReplay({ line }: Parts, room: string, since: number): boolean {
  if (line.status !== 'live') return false;
  lines.send(line, JSON.stringify({ t: 'resume', room, since }));
  return true;
}

/** A replay that does not come would leave its room silent: a new connection asks again. */
export function watchReplays({ feeds, line }: Parts): void {
  if (line.status === 'live' && feeding.isStuck(feeds, Date.now() - line.options.timing.dead)) lines.renew(line);
}

function statusChanged(parts: Parts, status: Status, was: Status): void {
  const { calls, hearers } = parts;
  if (status === 'signed-out') parts.person = null;
  if (status === 'live') calling.goOn(calls);
  else if (status === 'signed-out') calling.end(calls, signedOut());
  else if (status === 'closed') calling.end(calls, unavailable('unknown'));
  else if (status === 'connecting') calling.reopen(calls);
  else if (was === 'live') calling.hold(calls);
  hearers.statuses.tell(status);
}

type Heard = ServerFrame | { t?: undefined; id: unknown; result?: { data?: unknown }; error?: unknown };

function hear(parts: Parts, text: string): void {
  if (text === 'PONG') return;
  const frame = parse(text);
  // Not our server, or half of it: what was missed comes with the next connection.
  if (!frame) lines.renew(parts.line);
  else if (frame.t === undefined) calling.answer(parts.calls, frame);
  else if (frame.t === 'hello') greeted(parts, frame);
  else tell(parts, frame);
}

/**
 * A connection speaks for one person. When the browser's session became another person's meanwhile, the calls that wait
 * must not be made in their name: the one who made them is signed out.
 */
function greeted(parts: Parts, { person, epoch, rooms }: Welcome): void {
  const { feeds, hearers, line, said } = parts;
  if (parts.person !== null && parts.person !== person) {
    lines.signOut(line);
    return;
  }
  const restored = parts.epoch !== null && parts.epoch !== epoch;
  parts.person = person;
  parts.epoch = epoch;
  lines.welcomed(line);
  feeding.welcome(feeds, rooms, said);
  if (restored) feeding.startOverAll(feeds, rooms);
  hearers.rooms.tell(rooms);
}

function tell({ feeds, hearers }: Parts, frame: Exclude<ServerFrame, { t: 'hello' }>): void {
  if (frame.t === 'event') feeding.hearEvent(feeds, frame);
  else if (frame.t === 'resume') feeding.hearReplay(feeds, frame);
  else if (frame.t === 'startOver') feeding.hearStartOver(feeds, frame.room, frame.head);
  else if (frame.t === 'error') feeding.hearRefusal(feeds, frame.room ?? '');
  else if (frame.room) feeding.hearPassing(feeds, frame.room, frame);
  else {
    moved(feeds, frame);
    hearers.persons.tell(frame);
  }
}

/** Which rooms we are in is told by passing frames of the engine's own. */
function moved(feeds: feeding.RoomFeeds, { event, payload }: PassingFrame): void {
  const { head, roomId } = payload as { roomId?: string; head?: number };
  if (event === 'room.entered' && roomId && head !== undefined) feeding.entered(feeds, roomId, head);
  if (event === 'room.exited' && roomId) feeding.exited(feeds, roomId);
}

function parse(text: string): Heard | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null ? (frame as Heard) : null;
  } catch {
    return null;
  }
}
