import { MAX_FRAME_BYTES } from '../realtime/frame-size.ts';
import { fullBucket, type TokenBucket, takeToken, tokenDueIn } from '../realtime/token-bucket.ts';
import { type ErrorEnvelope, tooLong, unavailable } from './refusal.ts';
import type { Timing } from './timing.ts';

export interface Asked {
  readonly method: 'query' | 'mutation';
  readonly path: string;
  readonly input: unknown;
}
export interface Answered {
  done(data: unknown): void;
  failed(envelope: ErrorEnvelope): void;
}

/** Calls on their way: each is answered once, whatever becomes of the connection. */
export interface Calls {
  readonly timing: Timing;
  readonly send: (text: string) => void;
  /** In the order they were asked. */
  readonly pending: Map<number, Call>;
  readonly bucket: TokenBucket;
  lastId: number;
  isLive: boolean;
  /** There is no line and there will be none: what every call is told. */
  over: ErrorEnvelope | null;
  nextPump: Timer | undefined;
}

interface Call extends Answered {
  readonly id: number;
  readonly text: string;
  readonly mayRepeat: boolean;
  sent: boolean;
  timer: Timer | undefined;
}
type Timer = ReturnType<typeof setTimeout>;

/** A little less than the server's flood limit: whoever asks for more at once is served in turn instead of thrown out. */
const RATE = { burst: 80, perSecond: 50 };

export const createCalls = (timing: Timing, send: (text: string) => void): Calls => ({
  timing,
  send,
  pending: new Map(),
  bucket: fullBucket(RATE.burst, performance.now()),
  lastId: 0,
  isLive: false,
  over: null,
  nextPump: undefined,
});

/** Returns how to take the call back: it may have been carried out all the same. */
export function ask(calls: Calls, asked: Asked, answered: Answered): () => void {
  const call = newCall(calls, asked, answered);
  const refusal = calls.over ?? (isTooLong(call.text) ? tooLong() : null);
  if (refusal) queueMicrotask(() => settle(calls, call, ({ failed }) => failed(refusal)));
  else {
    expect(calls, call, calls.timing.call, 'not-sent');
    pump(calls);
  }
  return () => settle(calls, call, () => {});
}

/** The server's answer to one of them. */
export function answer(calls: Calls, envelope: { id: unknown; result?: { data?: unknown }; error?: unknown }): void {
  const call = calls.pending.get(envelope.id as number);
  if (!call) return;
  const { error, result } = envelope;
  settle(calls, call, () => (error ? call.failed({ error } as ErrorEnvelope) : call.done(result?.data)));
}

/** The line is live: what waited is sent. */
export function goOn(calls: Calls): void {
  calls.isLive = true;
  pump(calls);
}

/**
 * The line broke. Queries, and whatever has a `clientId` (which the server carries out once only), are sent again when it is
 * back; of anything else nobody can say whether it was done.
 */
export function hold(calls: Calls): void {
  calls.isLive = false;
  for (const call of [...calls.pending.values()].filter(({ sent }) => sent)) {
    call.sent = false;
    if (call.mayRepeat) expect(calls, call, calls.timing.call, 'unknown');
    else settle(calls, call, ({ failed }) => failed(unavailable('unknown')));
  }
}

/** There will be no line: everything fails now, and everything new until `reopen`. */
export function end(calls: Calls, envelope: ErrorEnvelope): void {
  calls.isLive = false;
  calls.over = envelope;
  for (const call of [...calls.pending.values()]) settle(calls, call, ({ failed }) => failed(envelope));
}

export function reopen(calls: Calls): void {
  calls.over = null;
}

function newCall(calls: Calls, asked: Asked, answered: Answered): Call {
  calls.lastId += 1;
  const { input, method, path } = asked;
  const text = JSON.stringify({ id: calls.lastId, method, params: { path, ...(input !== undefined && { input }) } });
  const call = { ...answered, id: calls.lastId, text, mayRepeat: mayRepeat(asked), sent: false, timer: undefined };
  calls.pending.set(call.id, call);
  return call;
}

/** Sends what has not been sent, as fast as the server takes it. */
function pump(calls: Calls): void {
  clearTimeout(calls.nextPump);
  for (const call of calls.pending.values()) {
    if (!calls.isLive) return;
    if (call.sent) continue;
    const now = performance.now();
    if (!takeToken(calls.bucket, RATE, now)) {
      pumpLater(calls, tokenDueIn(calls.bucket, RATE, now));
      return;
    }
    call.sent = true;
    expect(calls, call, calls.timing.answer, 'unknown');
    calls.send(call.text);
  }
}

/** By the same look at the clock that found no token: a later one might see it due, and nobody would come back for the call. */
function pumpLater(calls: Calls, ms: number): void {
  calls.nextPump = setTimeout(() => pump(calls), ms);
}

function settle(calls: Calls, call: Call, tell: (call: Call) => void): void {
  clearTimeout(call.timer);
  if (calls.pending.delete(call.id)) tell(call);
}

function expect(calls: Calls, call: Call, ms: number, fate: 'not-sent' | 'unknown'): void {
  clearTimeout(call.timer);
  call.timer = setTimeout(() => settle(calls, call, ({ failed }) => failed(unavailable(fate))), ms);
}

const mayRepeat = ({ input, method }: Asked): boolean =>
  method === 'query' || typeof (input as { clientId?: unknown } | null | undefined)?.clientId === 'string';

// No character takes more than three bytes for each of its UTF-16 units.
const isTooLong = (text: string): boolean =>
  text.length * 3 > MAX_FRAME_BYTES && new TextEncoder().encode(text).length > MAX_FRAME_BYTES;
