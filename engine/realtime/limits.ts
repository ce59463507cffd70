import { MAX_FRAME_BYTES } from './frame-size.ts';

/** What one socket may cost, and how patient the gateway is. */
export interface GatewayLimits {
  /** From the upgrade to `hello`. */
  readonly helloMs: number;
  readonly frameBytes: number;
  /** Frames a socket may send at once, and how many a second it earns back. */
  readonly burst: number;
  readonly perSecond: number;
  /**
   * What may wait for one reader. 256 KiB is half a second of a link of 4 Mbit/s and hundreds of messages; with a class of
   * 30 stuck at once it is 8 MiB. Whoever needs more is better served by their cursor than by our memory.
   */
  readonly backpressureBytes: number;
  /** A slow reader is cut off once nothing of what waits has left for this long. */
  readonly stuckMs: number;
  /**
   * Silence after which a socket is dead: a machine that vanished without a goodbye is here no longer than this. The library
   * pings four seconds before the end, so that is also how long an answer may take; what a slow reader still reads counts as
   * one. A multiple of 4, 8 at least; from 16 on an answer may take longer, and the dead are here longer than 15 seconds.
   */
  readonly idleSeconds: number;
  /** How long a jump in a room's numbers may close by itself before the log is read. */
  readonly patienceMs: number;
  /** Further behind than this is told to start over. */
  readonly replayEvents: number;
  /** Events of one replay frame, in characters of JSON. */
  readonly chunkChars: number;
  /** Newest events kept of each room in use. */
  readonly recentEvents: number;
  /** Bytes of replays one person's sockets may be sent at once, and how many a second they earn back. */
  readonly replayBurst: number;
  readonly replayPerSecond: number;
  /** Sockets one account may have open here. */
  readonly accountSockets: number;
  /** Sockets one account may open at once, and how many a second it earns back. */
  readonly helloBurst: number;
  readonly hellosPerSecond: number;
  /** Sockets that are signed in at the same time; the others wait. */
  readonly arrivals: number;
  /** How often everybody's identity is read anew, and heads are compared with the log. */
  readonly checkMs: number;
  /** The same while other nodes may not be heard; then everybody's rooms are read anew as well. */
  readonly aloneMs: number;
  /** A call waits for the next check when who asks was read longer ago than this. */
  readonly identityMs: number;
  /** Nothing is told while nobody's identity could be read for this long. */
  readonly holdMs: number;
  /** How often everybody's rooms are read anew, and what nobody uses is put away. */
  readonly sweepMs: number;
}

export const GATEWAY_LIMITS: GatewayLimits = {
  helloMs: 5_000,
  frameBytes: MAX_FRAME_BYTES,
  burst: 120,
  perSecond: 60,
  backpressureBytes: 256 * 1024,
  stuckMs: 5_000,
  idleSeconds: 12,
  patienceMs: 5,
  replayEvents: 10_000,
  chunkChars: 32 * 1024,
  recentEvents: 128,
  // Twice 6 MB, which is the longest replay of a lively room; and a class of 30 that comes back costs 30 times 300 kB.
  replayBurst: 16 * 1024 * 1024,
  replayPerSecond: 256 * 1024,
  accountSockets: 50,
  helloBurst: 100,
  hellosPerSecond: 2,
  arrivals: 32,
  checkMs: 750,
  aloneMs: 400,
  identityMs: 1_000,
  holdMs: 3_000,
  sweepMs: 5_000,
};
