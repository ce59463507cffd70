import { MAX_FRAME_BYTES } from '../realtime/frame-size.ts';
import { fullBucket, takeToken, tokenDueIn } from '../realtime/token-bucket.ts';
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
  /** Returns how to take it back: it may have been carried out all the same. */
  ask(asked: Asked, answered: Answered): () => void;
  answer(envelope: { id: unknown; result?: { data?: unknown }; error?: unknown }): void;
  /** The line is live: what waited is sent. */
  live(): void;
  /**
   * The line broke. Queries, and whatever has a `clientId` (which the server carries out once only), are sent again when it
   * is back; of anything else nobody can say whether it was done.
   */
  lost(): void;
  /** There will be no line: everything fails. Until `live` so does everything new. */
  end(envelope: ErrorEnvelope): void;
  reopen(): void;
}

interface Call extends Answered {
  readonly id: number;
  readonly text: string;
  readonly mayRepeat: boolean;
  sent: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A little less than the server's flood limit: whoever asks for more at once is served in turn instead of thrown out. */
const RATE = { burst: 80, perSecond: 50 };

export function createCalls(timing: Timing, send: (text: string) => void): Calls {
  const calls = new Map<number, Call>();
  const bucket = fullBucket(RATE.burst, performance.now());
  let lastId = 0;
  let isLive = false;
  let over: ErrorEnvelope | null = null;
  let nextPump: ReturnType<typeof setTimeout> | undefined;

  const settle = (call: Call, tell: (call: Call) => void) => {
    clearTimeout(call.timer);
    if (calls.delete(call.id)) tell(call);
  };
  const expect = (call: Call, ms: number, fate: 'not-sent' | 'unknown') => {
    clearTimeout(call.timer);
    call.timer = setTimeout(() => settle(call, ({ failed }) => failed(unavailable(fate))), ms);
  };
  const pump = () => {
    clearTimeout(nextPump);
    for (const call of calls.values()) {
      if (!isLive) return;
      if (call.sent) continue;
      if (!takeToken(bucket, RATE, performance.now())) {
        nextPump = setTimeout(pump, tokenDueIn(bucket, RATE, performance.now()));
        return;
      }
      call.sent = true;
      expect(call, timing.answer, 'unknown');
      send(call.text);
    }
  };
  const enqueue = (asked: Asked, answered: Answered): Call => {
    lastId += 1;
    const { input, method, path } = asked;
    const text = JSON.stringify({ id: lastId, method, params: { path, ...(input !== undefined && { input }) } });
    const call: Call = { ...answered, id: lastId, text, mayRepeat: mayRepeat(asked), sent: false, timer: undefined };
    calls.set(call.id, call);
    if (over) refuseSoon(call, over);
    else if (isTooLong(text)) refuseSoon(call, tooLong());
    else expect(call, timing.call, 'not-sent');
    return call;
  };
  const refuseSoon = (call: Call, envelope: ErrorEnvelope) => {
    call.sent = true;
    queueMicrotask(() => settle(call, ({ failed }) => failed(envelope)));
  };
  return {
    ask(asked, answered) {
      const call = enqueue(asked, answered);
      if (isLive) pump();
      return () => settle(call, () => {});
    },
    answer(envelope) {
      const call = calls.get(envelope.id as number);
      if (!call) return;
      const { error, result } = envelope;
      settle(call, () => (error ? call.failed({ error } as ErrorEnvelope) : call.done(result?.data)));
    },
    live() {
      isLive = true;
      pump();
    },
    lost() {
      isLive = false;
      for (const call of [...calls.values()]) {
        if (!call.sent) continue;
        call.sent = false;
        if (call.mayRepeat) expect(call, timing.call, 'unknown');
        else settle(call, ({ failed }) => failed(unavailable('unknown')));
      }
    },
    end(envelope) {
      isLive = false;
      over = envelope;
      for (const call of [...calls.values()]) settle(call, ({ failed }) => failed(envelope));
    },
    reopen() {
      over = null;
    },
  };
}

const mayRepeat = ({ input, method }: Asked): boolean =>
  method === 'query' || typeof (input as { clientId?: unknown } | null | undefined)?.clientId === 'string';

// No character takes more than three bytes for each of its UTF-16 units.
const isTooLong = (text: string): boolean =>
  text.length * 3 > MAX_FRAME_BYTES && new TextEncoder().encode(text).length > MAX_FRAME_BYTES;
