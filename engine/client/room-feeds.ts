import { MAX_CURSORS } from '../realtime/frame-size.ts';
import type { EventFrame, PassingFrame, ReplayFrame } from '../realtime/protocol.ts';
import { beginAnew, createFeed, type Feed, forget, hasGap, type Span, spanOf, take } from './feed.ts';
import { type Hearers, shielded } from './hearers.ts';

/** How somebody follows one room. */
export interface Follower {
  event(frame: EventFrame): void;
  passing?(frame: PassingFrame): void;
  /** The cursor is too old: read the room's page again and go on from its head. What comes after `head` follows by itself. */
  startOver(head: number): void;
}

/** Every room's order in this client: what it has heard, what it misses, who follows. */
export interface RoomFeeds {
  readonly rooms: Map<string, FollowedRoom>;
  readonly events: Hearers<EventFrame>;
  /** A room this client did not follow closely had to start over. */
  readonly outrun: () => void;
  /** Asks the server for what a room recorded after `since`. False: nobody can be asked now, and `welcome` will see to it. */
  readonly ask: (room: string, since: number) => boolean;
}

interface FollowedRoom {
  readonly id: string;
  /** Of everything this room tells, for those who hear all rooms; null while we are not in it. */
  base: Feed | null;
  readonly followers: Map<Feed, Follower>;
  /** When a replay was asked for that has not come yet. */
  askedAt: number | null;
}

export const createRoomFeeds = (options: Omit<RoomFeeds, 'rooms'>): RoomFeeds => ({ rooms: new Map(), ...options });

/** What to say in hello: where each room's slowest feed stands; as many as one hello holds, those somebody follows first. */
export function cursors({ rooms }: RoomFeeds): Record<string, number> {
  const byInterest = [...rooms.values()].toSorted((a, b) => b.followers.size - a.followers.size);
  return Object.fromEntries(byInterest.slice(0, MAX_CURSORS).map((room) => [room.id, slowest(feedsOf(room))]));
}

export const headsOf = ({ rooms }: RoomFeeds): Record<string, number> =>
  Object.fromEntries([...rooms.values()].flatMap(({ base, id }) => (base ? [[id, base.cursor]] : [])));

/** The server has greeted us: `heads` are the rooms we are in, `said` the cursors it was told and replays from. */
export function welcome(
  feeds: RoomFeeds,
  heads: Readonly<Record<string, number>>,
  said: Readonly<Record<string, number>>,
): void {
  for (const { id } of [...feeds.rooms.values()]) if (heads[id] === undefined) exited(feeds, id);
  for (const [id, head] of Object.entries(heads)) greet(feeds, enter(feeds, id, head), head, said[id]);
}

// Whoever began to follow since the hello may stand further back than it said.
function greet(feeds: RoomFeeds, room: FollowedRoom, head: number, said: number | undefined): void {
  if (said === undefined && room.base) room.base.cursor = head;
  if (said !== undefined && said !== head) room.askedAt = Date.now();
  const since = slowest(feedsOf(room));
  if (since < Math.min(said ?? head, head)) ask(feeds, room, since);
}

/** The numbers of all rooms belong to another history by now: nothing that was heard before counts. */
export function startOverAll(feeds: RoomFeeds, heads: Readonly<Record<string, number>>): void {
  for (const [id, head] of Object.entries(heads)) {
    const room = roomOf(feeds, id);
    room.askedAt = null;
    for (const feed of feedsOf(room)) forget(feed, head);
  }
}

/** We were put into a room. Whoever followed it before hears what came in between. */
export function entered(feeds: RoomFeeds, id: string, head: number): void {
  const room = enter(feeds, id, head);
  const since = slowest(feedsOf(room));
  if (since < head) ask(feeds, room, since);
}

export function exited(feeds: RoomFeeds, id: string): void {
  const room = roomOf(feeds, id);
  room.base = null;
  room.askedAt = null;
  forgetUnused(feeds, room);
}

export const hearEvent = (feeds: RoomFeeds, frame: EventFrame): void =>
  spread(feeds, roomOf(feeds, frame.room), spanOf(frame));

export function hearReplay(feeds: RoomFeeds, frame: ReplayFrame): void {
  const room = roomOf(feeds, frame.room);
  if (!frame.more) room.askedAt = null;
  spread(feeds, room, frame);
}

export function hearStartOver(feeds: RoomFeeds, id: string, head: number): void {
  const room = roomOf(feeds, id);
  room.askedAt = null;
  for (const feed of feedsOf(room)) beginAnew(feed, head);
}

/** The server does not let us ask about this room: nothing more is expected of it. */
export function hearRefusal({ rooms }: RoomFeeds, id: string): void {
  const room = rooms.get(id);
  if (!room) return;
  room.askedAt = null;
  for (const feed of feedsOf(room)) feed.early = [];
}

export function hearPassing({ rooms }: RoomFeeds, id: string, frame: PassingFrame): void {
  for (const follower of [...(rooms.get(id)?.followers.values() ?? [])]) shielded(() => follower.passing?.(frame));
}

/** Returns how to stop. */
export function follow(feeds: RoomFeeds, id: string, since: number, follower: Follower): () => void {
  const room = roomOf(feeds, id);
  const feed = createFeed(since, follower);
  room.followers.set(feed, follower);
  if (room.base && since < room.base.cursor) ask(feeds, room, since);
  return () => {
    feed.ended = true;
    room.followers.delete(feed);
    forgetUnused(feeds, room);
  };
}

/** Whether an answer has been due since before this time. */
export const isStuck = ({ rooms }: RoomFeeds, before: number): boolean =>
  [...rooms.values()].some(({ askedAt }) => askedAt !== null && askedAt < before);

function roomOf({ rooms }: RoomFeeds, id: string): FollowedRoom {
  const room = rooms.get(id) ?? { id, base: null, followers: new Map(), askedAt: null };
  rooms.set(id, room);
  return room;
}

function enter(feeds: RoomFeeds, id: string, head: number): FollowedRoom {
  const room = roomOf(feeds, id);
  room.base ??= baseFeed(feeds, head);
  room.askedAt = null;
  return room;
}

const baseFeed = ({ events, outrun }: RoomFeeds, cursor: number): Feed =>
  createFeed(cursor, { event: events.tell, startOver: outrun });

function spread(feeds: RoomFeeds, room: FollowedRoom, span: Span): void {
  room.base ??= baseFeed(feeds, span.since);
  for (const feed of feedsOf(room)) take(feed, span);
  const gaps = feedsOf(room).filter(hasGap);
  if (gaps.length > 0 && room.askedAt === null) ask(feeds, room, slowest(gaps));
}

function ask(feeds: RoomFeeds, room: FollowedRoom, since: number): void {
  if (feeds.ask(room.id, since)) room.askedAt = Date.now();
}

function forgetUnused({ rooms }: RoomFeeds, { base, followers, id }: FollowedRoom): void {
  if (!base && followers.size === 0) rooms.delete(id);
}

const feedsOf = ({ base, followers }: FollowedRoom): Feed[] => [...(base ? [base] : []), ...followers.keys()];
const slowest = (feeds: readonly Feed[]): number => Math.min(...feeds.map(({ cursor }) => cursor));
