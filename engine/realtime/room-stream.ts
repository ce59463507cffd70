import { setTimeout as sleep } from 'node:timers/promises';
import { isHeld } from './held.ts';
import type { EventFrame, StartOverFrame } from './protocol.ts';
import type { Realtime } from './realtime.ts';
import type { RecentEvents } from './recent-events.ts';
import { noneAfter, remember, replayFrames, replayText, toldOf } from './recent-events.ts';
import { roomTopic } from './topics.ts';

/**
 * One room on this node. `recent.to` is the last number that was told here; the next to be told is always the one after it.
 * Whatever comes early waits, whatever comes twice is dropped, and a jump that does not close by itself is read from the log.
 */
export interface RoomStream {
  readonly room: string;
  readonly schoolId: string;
  recent: RecentEvents;
  /** The highest number known to be committed. */
  known: number;
  readonly early: Map<number, EventFrame>;
  filling: boolean;
  /** Readers of the past: the one read they share, and how far back it must go. */
  reading: Promise<void> | null;
  wanted: number;
  /** The log was seen not to reach back to this number. */
  tooOld: number;
  waiting: { readonly seq: number; readonly go: () => void }[];
  usedAt: number;
  /** Put away: whoever still holds it stops. */
  gone: boolean;
}

/** More than this is not kept waiting: the log has it. */
const MOST_EARLY = 1_000;
/** Numbers read from the log at once. */
const PAGE = 500;

export const newStream = (room: string, schoolId: string, head: number): RoomStream => ({
  room,
  schoolId,
  recent: noneAfter(head),
  known: head,
  early: new Map(),
  filling: false,
  reading: null,
  wanted: Number.POSITIVE_INFINITY,
  tooOld: -1,
  waiting: [],
  usedAt: Date.now(),
  gone: false,
});

/** Takes committed events, in any order and any number of times, and tells each once, in order. */
export function hearEvents(realtime: Realtime, stream: RoomStream, events: readonly EventFrame[]): void {
  stream.usedAt = Date.now();
  const held = isHeld(realtime);
  for (const event of events) {
    if (event.seq <= stream.recent.to) continue;
    stream.known = Math.max(stream.known, event.seq);
    realtime.revoke(stream, event);
    if (event.seq === stream.recent.to + 1 && !held) tell(realtime, stream, event);
    else if (stream.early.size < MOST_EARLY) stream.early.set(event.seq, event);
  }
  advance(realtime, stream);
}

/** The room is known to have reached `head`: what was not heard by then is read. */
export function reachHead(realtime: Realtime, stream: RoomStream, head: number): void {
  stream.known = Math.max(stream.known, head);
  advance(realtime, stream);
}

/** Resolves once everything up to `seq` has been told here: who must not see it may be put on the topic now. */
export async function reached(realtime: Realtime, stream: RoomStream, seq: number): Promise<void> {
  if (stream.recent.to >= seq) return;
  const told = new Promise<void>((go) => stream.waiting.push({ seq, go }));
  reachHead(realtime, stream, seq);
  await told;
}

function tell(realtime: Realtime, stream: RoomStream, event: EventFrame): void {
  const { room, schoolId, recent } = stream;
  const text = realtime.doors.speaks(schoolId, event.event) ? JSON.stringify(event) : null;
  remember(recent, event.seq, text, realtime.limits.recentEvents);
  if (unsays(event)) stream.recent = noneAfter(event.seq);
  const silence = () => replayText(room, { since: event.seq - 1, to: event.seq, texts: [], more: false });
  realtime.turn.publish(roomTopic(room), text ?? silence(), Date.parse(event.at));
}

function advance(realtime: Realtime, stream: RoomStream): void {
  if (isHeld(realtime)) return;
  for (let next = takeNext(stream); next; next = takeNext(stream)) tell(realtime, stream, next);
  if (stream.waiting.length > 0) wakeReached(stream);
  if (stream.known > stream.recent.to && !stream.filling) void fill(realtime, stream);
}

function takeNext({ early, recent }: RoomStream): EventFrame | undefined {
  if (early.size === 0) return undefined;
  const next = early.get(recent.to + 1);
  early.delete(recent.to + 1);
  return next;
}

function wakeReached(stream: RoomStream): void {
  const ready = stream.waiting.filter(({ seq }) => seq <= stream.recent.to);
  stream.waiting = stream.waiting.filter(({ seq }) => seq > stream.recent.to);
  for (const { go } of ready) go();
}

/** Closes a jump. Never throws: while the log cannot be read it tries again, and nothing is told out of order meanwhile. */
async function fill(realtime: Realtime, stream: RoomStream): Promise<void> {
  stream.filling = true;
  // A commit of another node is often right behind its successor.
  await sleep(realtime.limits.patienceMs);
  for (let pause = 100; stream.known > stream.recent.to && !stream.gone && !isHeld(realtime); ) {
    try {
      await readGap(realtime, stream);
      pause = 100;
    } catch (err) {
      realtime.log.warn({ err, room: stream.room }, 'a gap could not be read yet');
      await sleep(pause);
      pause = Math.min(2_000, pause * 2);
    }
  }
  stream.filling = false;
}

async function readGap(realtime: Realtime, stream: RoomStream): Promise<void> {
  const since = stream.recent.to;
  const end = Math.min(gapEnd(stream), since + PAGE);
  const events = await realtime.doors.readEvents(stream.schoolId, stream.room, since, end);
  if (events) tellRange(realtime, stream, end, events);
  else startOver(realtime, stream, end);
  advance(realtime, stream);
}

/** Where the gap ends: before the first that came early. What came early and was read since is let go of. */
function gapEnd({ early, known, recent }: RoomStream): number {
  for (const seq of early.keys()) if (seq <= recent.to) early.delete(seq);
  return Math.min(known, ...[...early.keys()].map((seq) => seq - 1));
}

// Few frames for many: what arrived while the log was read has been told already and is left out.
function tellRange(realtime: Realtime, stream: RoomStream, end: number, events: readonly EventFrame[]): void {
  const { recent, room } = stream;
  if (recent.to >= end) return;
  for (const event of events) if (event.seq > recent.to) realtime.revoke(stream, event);
  const { limits, turn } = realtime;
  const news = { ...noneAfter(recent.to), to: end, events: events.filter(({ seq }) => seq > recent.to).map(toldOf) };
  for (const frame of replayFrames(news, room, news.from, limits.chunkChars))
    turn.publish(roomTopic(room), frame.toString());
  for (const { seq, text } of news.events) remember(recent, seq, text, limits.recentEvents);
  recent.to = end;
  if (events.some(unsays)) stream.recent = noneAfter(end);
}

/** The log no longer has the words that were deleted or edited: people who come back are told from there, not from memory. */
const unsays = ({ event }: EventFrame): boolean => event === 'message.deleted' || event === 'message.edited';

function startOver(realtime: Realtime, stream: RoomStream, head: number): void {
  if (stream.recent.to >= head) return;
  stream.recent = noneAfter(head);
  const frame: StartOverFrame = { t: 'startOver', room: stream.room, head };
  realtime.turn.publish(roomTopic(stream.room), JSON.stringify(frame));
}
