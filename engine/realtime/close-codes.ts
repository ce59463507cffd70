import type { Fault } from '../errors/domain-error.ts';

/**
 * Why a socket was closed by us. 4000–4499 mean "come back", 4500–4999 "do not".
 * The library cuts some lines itself, without a code the other side can read (it sees 1006): frames beyond twice
 * MAX_FRAME_BYTES, text that is not UTF-8, and readers so stuck that no close frame can reach them.
 */
export const CLOSE = {
  /** The node stops: come back, perhaps to another. */
  stopping: 4001,
  /** Something of ours failed. */
  failure: 4002,
  /** No `hello` within five seconds. */
  slowToSignIn: 4008,
  /** More was waiting to be read than a socket may pile up: what it missed comes by its cursors. */
  slowReader: 4009,
  /** The person changed (a role, a name in the roster): come back and be read anew. */
  changed: 4010,
  /** A flood of frames: come back later, and slower. */
  limited: 4029,
  /** Not the protocol: binary, too long, not one of its shapes, or anything before `hello`. */
  invalid: 4500,
  signedOut: 4501,
  forbidden: 4503,
  missing: 4504,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** The close code of each fault. `conflict` never closes a socket. */
export const CLOSE_OF_FAULT: Readonly<Record<Exclude<Fault, 'conflict'>, CloseCode>> = {
  invalid: CLOSE.invalid,
  'signed-out': CLOSE.signedOut,
  forbidden: CLOSE.forbidden,
  missing: CLOSE.missing,
  limited: CLOSE.limited,
  unavailable: CLOSE.stopping,
};

/** Whether a client closed with this code should connect again. Codes that are not ours (a lost network: 1006) say yes. */
export const comesBack = (code: number): boolean => code < 4_500 || code > 4_999;
