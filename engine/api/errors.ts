import { type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import { ZodError } from 'zod';
import { invalidInput } from '../commands/run-command.ts';
import { DomainError, type Fault, missing } from '../errors/domain-error.ts';
import { refusalIn } from '../errors/outage.ts';

/** The one table from the engine's faults to tRPC's codes (and so to HTTP's). */
export const TRPC_CODE_OF_FAULT: Readonly<Record<Fault, TRPC_ERROR_CODE_KEY>> = {
  invalid: 'BAD_REQUEST',
  'signed-out': 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  missing: 'NOT_FOUND',
  conflict: 'CONFLICT',
  limited: 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
};

/** What a client is told of an error: enough to act and to translate, and never a stack. */
export interface ErrorFacts {
  readonly code: string;
  readonly fault: Fault | 'failure';
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A refusal as tRPC carries it. */
export const toTRPCError = (error: DomainError): TRPCError =>
  new TRPCError({ code: TRPC_CODE_OF_FAULT[error.fault], message: error.message, cause: error });

/** The status with which HTTP tells of a refusal. */
export const httpStatusOf = (error: DomainError): number => getHTTPStatusCodeFromError(toTRPCError(error));

/**
 * The refusal behind an error of tRPC, or null when it is a bug of ours. A procedure that is not there, one of a plugin
 * that is off and a wrong method all get the same answer.
 */
export function refusalBehind(error: TRPCError): DomainError | null {
  if (error.cause instanceof ZodError) return invalidInput(error.cause);
  const refusal = refusalIn(error.cause);
  if (refusal) return refusal;
  switch (error.code) {
    case 'NOT_FOUND':
    case 'METHOD_NOT_SUPPORTED':
      return missing();
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'PAYLOAD_TOO_LARGE':
      return new DomainError('invalid', 'invalid', 'That request cannot be read.', { field: 'input' });
    default:
      return null;
  }
}

/** A bug, as a client is told of it. What went wrong stands in the log under the request's id. */
export const FAILURE: ErrorFacts = {
  code: 'failure',
  fault: 'failure',
  message: 'Something went wrong on our side.',
  data: {},
};

export function factsOf(error: TRPCError): ErrorFacts {
  const refusal = refusalBehind(error);
  if (!refusal) return FAILURE;
  const { code, fault, message, data } = refusal;
  return { code, fault, message, data };
}
