import { TRPCClientError } from '@trpc/client';
import { DomainError, type Fault } from '../../engine/client.ts';
import { MissingPart } from './kit/missing-part.ts';

/** Why something was not done. `code` is what the words go by. */
export interface Problem {
  readonly code: string;
  readonly fault: Fault | 'failure';
  /** The server's own English sentence; empty when nobody answered. */
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Carries a problem where something is thrown outside a procedure. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message || problem.code);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Reads what was thrown: the engine's refusal, a network that was away, or a bug of the server's or of this page. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  if (thrown instanceof DomainError) return factsOf(thrown);
  const data = (thrown as { data?: { error?: Problem } } | null)?.data;
  if (data?.error?.code) return { ...data.error, data: data.error.data ?? {} };
  if (data) return { code: 'failure', fault: 'failure', message: '', data: {} };
  if (isNetwork(thrown)) return { code: 'unreachable', fault: 'unavailable', message: '', data: {} };
  reportError(thrown);
  return { code: 'broken', fault: 'failure', message: '', data: {} };
}

const factsOf = ({ code, fault, message, data }: DomainError): Problem => ({ code, fault, message, data });

/** A call that had no answer; or a part of the page that could not be fetched, in the words of each browser. */
const isNetwork = (thrown: unknown): boolean =>
  thrown instanceof TRPCClientError ||
  thrown instanceof MissingPart ||
  (thrown instanceof TypeError && /fetch|load failed|networkerror|importing a module/i.test(thrown.message));

/** The field of a form a refusal stands at, if it names one. */
export const fieldOf = (problem: Problem): string | null =>
  problem.fault === 'invalid' && typeof problem.data.field === 'string' ? problem.data.field : null;
