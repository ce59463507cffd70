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
  /** How often heads are compared with the log, and what nobody uses is put away. */
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
  sweepMs: 5_000,
};
