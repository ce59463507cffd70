import { TRPCClientError } from '@trpc/client';
import type { Fault } from '../errors/domain-error.ts';

/** Why something was not done: `code` is what programs and translations go by, `message` an English sentence. */
export interface Refusal {
  readonly code: string;
  /** `failure`: nothing was decided, something of the server's broke. */
  readonly fault: Fault | 'failure';
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the server (or this client in its stead) says of an error that a call threw; null for errors of another kind. */
export function refusalOf(error: unknown): Refusal | null {
  const told = (error as { data?: { error?: Partial<Refusal> } } | null)?.data?.error;
  if (!told?.code || !told.fault) return null;
  return { code: told.code, fault: told.fault, message: told.message ?? '', data: told.data ?? {} };
}

/** An error as tRPC carries it over the wire. */
export interface ErrorEnvelope {
  readonly error: { readonly code: number; readonly message: string; readonly data: unknown };
}

const JSONRPC_INTERNAL = -32_603;

/** A refusal that the client has to make itself, in the shape of the server's. */
export const refusedHere = (refusal: Refusal): ErrorEnvelope => ({
  error: {
    code: JSONRPC_INTERNAL,
    message: refusal.message,
    data: { code: CODES[refusal.fault] ?? 'CLIENT', error: refusal },
  },
});

const CODES: Partial<Record<Refusal['fault'], string>> = {
  invalid: 'BAD_REQUEST',
  'signed-out': 'UNAUTHORIZED',
  unavailable: 'SERVICE_UNAVAILABLE',
};

const refusal = (code: string, fault: Refusal['fault'], message: string, data = {}): ErrorEnvelope =>
  refusedHere({ code, fault, message, data });

/** `fate`: `not-sent` may be tried again as it is; `unknown` may have been done. */
export const unavailable = (fate: 'not-sent' | 'unknown'): ErrorEnvelope =>
  refusal('unavailable', 'unavailable', 'There is no connection to the server.', { fate });
export const signedOut = (): ErrorEnvelope => refusal('signed-out', 'signed-out', 'You are signed out.');
export const tooLong = (): ErrorEnvelope =>
  refusal('too-long', 'invalid', 'That is too long for the live connection.', { field: 'input' });

export const errorFrom = (envelope: ErrorEnvelope): Error => TRPCClientError.from(envelope);
