import { MAX_CURSORS } from '../realtime/frame-size.ts';
import type { EventFrame, PassingFrame, ReplayFrame } from '../realtime/protocol.ts';
import { beginAnew, createFeed, type Feed, hasGap, type Span, spanOf, take } from './feed.ts';
import { type Hearers, shielded } from './hearers.ts';

/** How somebody follows one room. */
export interface Follower {
  event(frame: EventFrame): void;
  passing?(frame: PassingFrame): void;
  /** The cursor is too old: read the room's page again and go on from its head. What comes after `head` follows by itself. */
  startOver(head: number): void;
}

interface FollowedRoom {
  /** Of everything this room tells, for those who hear all rooms; null while we are not in it. */
  base: Feed | null;
  readonly followers: Map<Feed, Follower>;
  /** When a replay was asked for that has not come yet. */
  askedAt: number | null;
}

/** Every room's order in this client: what it has heard, what it misses, who follows. */
export interface RoomFeeds {
  /** What to say in hello: where each room's slowest feed stands. */
  cursors(): Record<string, number>;
  welcome(heads: Readonly<Record<string, number>>, said: Readonly<Record<string, number>>): void;
  heads(): Record<string, number>;
  entered(room: string, head: number): void;
  exited(room: string): void;
  event(frame: EventFrame): void;
  replay(frame: ReplayFrame): void;
  startOver(room: string, head: number): void;
  refused(room: string): void;
  passing(room: string, frame: PassingFrame): void;
  follow(room: string, since: number, follower: Follower): () => void;
  /** Whether an answer has been due since before this time. */
  isStuck(before: number): boolean;
}

export function createRoomFeeds(options: {
  events: Hearers<EventFrame>;
  /** A room this client did not follow closely had to start over. */
  outrun: () => void;
  /** Asks the server for what a room recorded after `since`. False: nobody can be asked now, and `welcome` will see to it. */
  ask: (room: string, since: number) => boolean;
}): RoomFeeds {
  const rooms = new Map<string, FollowedRoom>();
  const roomOf = (id: string): FollowedRoom => {
    const room = rooms.get(id) ?? { base: null, followers: new Map(), askedAt: null };
    rooms.set(id, room);
    return room;
  };
  const baseFeed = (cursor: number) => createFeed(cursor, { event: options.events.tell, startOver: options.outrun });
  const ask = (id: string, room: FollowedRoom, since: number) => {
    if (options.ask(id, since)) room.askedAt = Date.now();
  };
  const askForGap = (id: string, room: FollowedRoom) => {
    const gaps = feedsOf(room).filter(hasGap);
    if (gaps.length > 0 && room.askedAt === null) ask(id, room, lowest(gaps));
  };
  const spread = (id: string, span: Span) => {
    const room = roomOf(id);
    room.base ??= baseFeed(span.since);
    for (const feed of feedsOf(room)) take(feed, span);
    askForGap(id, room);
  };
  const enter = (id: string, head: number) => {
    const room = roomOf(id);
    room.base ??= baseFeed(head);
    room.askedAt = null;
    return room;
  };
  // The server replays from what hello said. Whoever began to follow since then may stand further back.
  const arrive = (id: string, head: number, said: number | undefined) => {
    const room = enter(id, head);
    if (said === undefined && room.base) room.base.cursor = head;
    if (said !== undefined && said !== head) room.askedAt = Date.now();
    const from = lowest(feedsOf(room));
    if (from < Math.min(said ?? head, head)) ask(id, room, from);
  };
  const leave = (id: string, room: FollowedRoom) => {
    room.base = null;
    room.askedAt = null;
    forgetUnused(id, room);
  };
  const forgetUnused = (id: string, room: FollowedRoom) => {
    if (!room.base && room.followers.size === 0) rooms.delete(id);
  };
  return {
    cursors: () => Object.fromEntries(mostFollowed(rooms).map(([id, room]) => [id, lowest(feedsOf(room))])),
    welcome(heads, said) {
      for (const [id, room] of rooms) {
        if (heads[id] !== undefined) continue;
        leave(id, room);
      }
      for (const [id, head] of Object.entries(heads)) arrive(id, head, said[id]);
    },
    heads: () => Object.fromEntries([...rooms].flatMap(([id, { base }]) => (base ? [[id, base.cursor]] : []))),
    entered(id, head) {
      const room = enter(id, head);
      const behind = feedsOf(room).filter(({ cursor }) => cursor < head);
      if (behind.length > 0) ask(id, room, lowest(behind));
    },
    exited: (id) => leave(id, roomOf(id)),
    event: (frame) => spread(frame.room, spanOf(frame)),
    replay(frame) {
      if (!frame.more) roomOf(frame.room).askedAt = null;
      spread(frame.room, frame);
    },
    startOver(id, head) {
      const room = roomOf(id);
      room.askedAt = null;
      for (const feed of feedsOf(room)) beginAnew(feed, head);
    },
    refused(id) {
      const room = rooms.get(id);
      if (!room) return;
      room.askedAt = null;
      for (const feed of feedsOf(room)) feed.early = [];
    },
    passing(id, frame) {
      for (const follower of rooms.get(id)?.followers.values() ?? []) shielded(() => follower.passing?.(frame));
    },
    follow(id, since, follower) {
      const room = roomOf(id);
      const feed = createFeed(since, follower);
      room.followers.set(feed, follower);
      if (room.base && since < room.base.cursor) ask(id, room, since);
      return () => {
        feed.ended = true;
        room.followers.delete(feed);
        forgetUnused(id, room);
      };
    },
    isStuck: (before) => [...rooms.values()].some(({ askedAt }) => askedAt !== null && askedAt < before),
  };
}

const feedsOf = ({ base, followers }: FollowedRoom): Feed[] => [...(base ? [base] : []), ...followers.keys()];
const lowest = (feeds: readonly Feed[]): number => Math.min(...feeds.map(({ cursor }) => cursor));

/** As many as one hello holds; those somebody follows first. */
const mostFollowed = (rooms: ReadonlyMap<string, FollowedRoom>): [string, FollowedRoom][] =>
  [...rooms].toSorted(([, a], [, b]) => b.followers.size - a.followers.size).slice(0, MAX_CURSORS);
