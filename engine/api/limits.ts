import { limited } from '../errors/domain-error.ts';
import { Buckets, type Rate } from '../operation/buckets.ts';

/**
 * `room` holds for the sends of all people in one room together, `session` for the requests that come with one session's
 * token, the others for one person. `bytes` are those of answers: what somebody reads is known once it is answered.
 */
export type LimitSettings = Readonly<Record<'send' | 'room' | 'write' | 'read' | 'search' | 'session' | 'bytes', Rate>>;

export const LIMITS: LimitSettings = {
  send: { count: 30, seconds: 10 },
  room: { count: 600, seconds: 10 },
  write: { count: 60, seconds: 10 },
  read: { count: 600, seconds: 10 },
  search: { count: 30, seconds: 10 },
  session: { count: 1_200, seconds: 10 },
  bytes: { count: 30_000_000, seconds: 10 },
};

export type LimitedKind = Exclude<keyof LimitSettings, 'room' | 'bytes'>;

export interface Limits {
  /**
   * Counts one request, or throws `limited` with the seconds to wait; then nothing was counted, for the person or the room.
   * `roomId` matters for sends only. `cost`: how many plain requests it is worth.
   */
  take(kind: LimitedKind, personId: string, roomId?: string, cost?: number): void;
  /** Counts an answer's bytes. Nothing is refused here: whoever has read too much waits before they read again. */
  answered(personId: string, bytes: number): void;
}

/** Requests whose answers are counted by their bytes before the next of them. A send is short, and is never held up by reading. */
const READING: readonly LimitedKind[] = ['read', 'search', 'write'];

/**
 * Limits per person and per room, each node for itself. `clock` gives milliseconds and never runs back.
 *
 * Written by hand because every send passes here twice: rate-limiter-flexible answers by promise, 2.2 µs for the two, and
 * keeps a timer per key; this takes 0.3 µs and answers at once (Node 22, 3,000 people in 100 rooms).
 */
export function createLimits(settings: Partial<LimitSettings> = {}, clock = () => performance.now()): Limits {
  const rates = { ...LIMITS, ...settings };
  const people: Readonly<Record<LimitedKind, Buckets>> = {
    send: new Buckets(rates.send),
    write: new Buckets(rates.write),
    read: new Buckets(rates.read),
    search: new Buckets(rates.search),
    session: new Buckets(rates.session),
  };
  const rooms = new Buckets(rates.room);
  const bytes = new Buckets(rates.bytes);
  return {
    take: (kind, personId, roomId, cost = 1) => {
      const now = clock();
      const room = kind === 'send' ? roomId : undefined;
      const wait = Math.max(
        people[kind].wait(personId, now, cost),
        room === undefined ? 0 : rooms.wait(room, now, 1),
        READING.includes(kind) ? bytes.wait(personId, now, 1) : 0,
      );
      if (wait > 0) throw limited(wait / 1_000);
      people[kind].take(personId, now, cost);
      if (room !== undefined) rooms.take(room, now, 1);
    },
    answered: (personId, count) => bytes.take(personId, clock(), Math.min(count, rates.bytes.count)),
  };
}
