import type { Fault } from '../errors/domain-error.ts';

/** Why a socket was closed by us. 4000–4499 mean "come back", 4500–4999 "do not". */
export const CLOSE = {
  stopping: 4001,
  failure: 4002,
  slowToSignIn: 4008,
  slowReader: 4009,
  /** The person changed (a role, a name in the roster): come back and be read anew. */
  changed: 4010,
  limited: 4029,
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
