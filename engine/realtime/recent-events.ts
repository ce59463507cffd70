import type { EventFrame } from './protocol.ts';

/** The newest events of one room as the text they were told in: what most who come back have missed. */
export interface RecentEvents {
  /** It holds what was told in (from, to], without gaps. */
  from: number;
  to: number;
  /** Ascending. Numbers without an event here are those nobody is told of. */
  events: Told[];
  /** Reaches further back for the moment, for those who just came back. */
  stretched: boolean;
  /** The frames made last: a class that comes back at once asks for the same ones. */
  made: { readonly since: number; readonly to: number; readonly frames: readonly Buffer[] } | null;
}

export interface Told {
  readonly seq: number;
  readonly text: string;
}

export const toldOf = (event: EventFrame): Told => ({ seq: event.seq, text: JSON.stringify(event) });

export const noneAfter = (head: number): RecentEvents => ({
  from: head,
  to: head,
  events: [],
  stretched: false,
  made: null,
});

/** The next number: `text` is null when its event is not told. */
export function remember(recent: RecentEvents, seq: number, text: string | null, keep: number): void {
  recent.to = seq;
  if (text !== null) recent.events.push({ seq, text });
  if (!recent.stretched && recent.events.length > 2 * keep) trim(recent, keep);
}

/** Puts in front what was read of (since, from]. */
export function stretch(recent: RecentEvents, since: number, older: readonly Told[]): void {
  recent.events = [...older, ...recent.events];
  recent.from = since;
  recent.stretched = true;
}

/** Lets go of all but the newest `keep`. */
export function trim(recent: RecentEvents, keep: number): void {
  recent.stretched = false;
  recent.made = null;
  const last = recent.events.at(-keep - 1);
  if (!last) return;
  recent.events = recent.events.slice(-keep);
  recent.from = last.seq;
}

/** The replay of (since, to] in frames of about `chars` characters. `since` must not lie before `from`. */
export function replayFrames(recent: RecentEvents, room: string, since: number, chars: number): readonly Buffer[] {
  const { made, to } = recent;
  if (made?.since === since && made.to === to) return made.frames;
  const frames = [...chunks(recent, since, chars)].map((chunk) => Buffer.from(replayText(room, chunk)));
  recent.made = { since, to, frames };
  return frames;
}

interface Chunk {
  readonly since: number;
  readonly to: number;
  readonly texts: readonly string[];
  readonly more: boolean;
}

/** A replay frame: one chunk of it, or the range of a number nobody is told of (no texts). */
export const replayText = (room: string, { since, to, texts, more }: Chunk): string =>
  `{"t":"resume","room":"${room}","since":${since},"to":${to},"events":[${texts.join()}]${more ? ',"more":true' : ''}}`;

function* chunks({ events, to }: RecentEvents, since: number, chars: number): Generator<Chunk> {
  let texts: string[] = [];
  let length = 0;
  let start = since;
  for (let place = firstAfter(events, since); place < events.length; place += 1) {
    const { seq, text } = events[place] as Told;
    texts.push(text);
    length += text.length;
    if (length < chars || place === events.length - 1) continue;
    yield { since: start, to: seq, texts, more: true };
    [texts, length, start] = [[], 0, seq];
  }
  yield { since: start, to, texts, more: false };
}

function firstAfter(events: readonly Told[], seq: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle] as Told).seq > seq) high = middle;
    else low = middle + 1;
  }
  return low;
}
