import type { EventFrame } from '../realtime/protocol.ts';
import { shielded } from './hearers.ts';

/** What a room recorded in (since, to]; a single live event is the range of its own number. */
export interface Span {
  readonly since: number;
  readonly to: number;
  readonly events: readonly EventFrame[];
}

/** One who follows a room: hears every event after their cursor once, in order, however the ranges arrive. */
export interface Feed {
  cursor: number;
  /** Ranges that begin after the cursor, waiting for what lies between. */
  early: Span[];
  /** Nobody listens any more, perhaps since the last event. */
  ended: boolean;
  readonly hear: { event(frame: EventFrame): void; startOver(head: number): void };
}

/** More is not kept waiting: the gap is asked for, and the answer holds it all. */
const MOST_EARLY = 1_000;

export const createFeed = (cursor: number, hear: Feed['hear']): Feed => ({ cursor, early: [], ended: false, hear });

export const spanOf = (event: EventFrame): Span => ({ since: event.seq - 1, to: event.seq, events: [event] });

/** Takes a range: tells what is due, keeps what is early, drops what is known. */
export function take(feed: Feed, span: Span): void {
  if (span.since <= feed.cursor) tell(feed, span);
  else if (feed.early.length < MOST_EARLY) feed.early.push(span);
  for (let next = takeDue(feed); next; next = takeDue(feed)) tell(feed, next);
}

/** The room is beyond replay: from here on, after a page read anew. */
export function beginAnew(feed: Feed, head: number): void {
  if (feed.cursor === head) return;
  feed.cursor = head;
  shielded(() => feed.hear.startOver(head));
  for (let next = takeDue(feed); next; next = takeDue(feed)) tell(feed, next);
}

/** The same where what the cursor stands for, and what waits, is of a history that is gone. */
export function forget(feed: Feed, head: number): void {
  feed.early = [];
  feed.cursor = head;
  shielded(() => feed.hear.startOver(head));
}

/** Whether something is missing between the cursor and what has arrived. */
export const hasGap = ({ early }: Feed): boolean => early.length > 0;

function tell(feed: Feed, { events, to }: Span): void {
  for (const event of events) {
    if (event.seq <= feed.cursor || feed.ended) continue;
    // First the cursor: whoever asks for it while they hear of the event has it counted.
    feed.cursor = event.seq;
    shielded(() => feed.hear.event(event));
  }
  feed.cursor = Math.max(feed.cursor, to);
}

function takeDue(feed: Feed): Span | undefined {
  if (feed.early.length === 0) return undefined;
  feed.early = feed.early.filter(({ to }) => to > feed.cursor);
  const place = feed.early.findIndex(({ since }) => since <= feed.cursor);
  return place < 0 ? undefined : feed.early.splice(place, 1)[0];
}
