import type { Realtime } from './realtime.ts';
import { noneAfter, trim } from './recent-events.ts';
import type { RoomStream } from './room-stream.ts';
import { newStream, reachHead } from './room-stream.ts';
import { roomTopic } from './topics.ts';

/** Longer than any sign-in takes: whoever read a room's head a moment ago finds here what was told since. */
const IDLE_MS = 60_000;
const HEADS_AT_ONCE = 1_000;

/** The stream of a room; one that is new here begins after `head`. */
export function streamOf(realtime: Realtime, room: string, schoolId: string, head: number): RoomStream {
  const known = realtime.streams.get(room);
  if (known) return known;
  const stream = newStream(room, schoolId, head);
  realtime.streams.set(room, stream);
  return stream;
}

/** A school's plugins changed: what was kept was told by other rules. */
export function forgetTold(realtime: Realtime, schoolId: string): void {
  for (const stream of realtime.streams.values()) {
    if (stream.schoolId === schoolId) stream.recent = noneAfter(stream.recent.to);
  }
}

/**
 * Compares every room somebody here is in with the log. A node may die between a commit and its publish, or a message be
 * lost between nodes, and then the room may fall silent: nobody would see the gap but here.
 */
export async function compareHeads(realtime: Realtime): Promise<void> {
  const rooms = [...realtime.streams.values()].filter((stream) => isUsed(realtime, stream)).map(({ room }) => room);
  for (let start = 0; start < rooms.length; start += HEADS_AT_ONCE) {
    const heads = await realtime.doors.heads(rooms.slice(start, start + HEADS_AT_ONCE));
    for (const [room, head] of heads) {
      const stream = realtime.streams.get(room);
      if (stream) reachHead(realtime, stream, head);
    }
  }
}

/** What was held back may be told. */
export function goOn(realtime: Realtime): void {
  for (const stream of realtime.streams.values()) reachHead(realtime, stream, 0);
}

/** Lets go of rooms nobody here is in, of the past that was kept for those who came back, and of budgets that are full. */
export function tidy(realtime: Realtime): void {
  realtime.replayed.sweep();
  realtime.hellos.sweep();
  for (const stream of realtime.streams.values()) {
    if (!stream.reading) trim(stream.recent, realtime.limits.recentEvents);
    if (stream.usedAt > Date.now() - IDLE_MS || stream.waiting.length > 0 || isUsed(realtime, stream)) continue;
    stream.gone = true;
    realtime.streams.delete(stream.room);
  }
}

const isUsed = ({ app }: Realtime, { room }: RoomStream): boolean => app.numSubscribers(roomTopic(room)) > 0;
