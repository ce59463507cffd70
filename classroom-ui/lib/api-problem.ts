import type { Fault } from '../../engine/client.ts';

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

/** Reads what a procedure or the sign-in threw: the engine's refusal, a network that was away, or a bug. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  const data = (thrown as { data?: { error?: Problem } } | null)?.data;
  if (data?.error?.code) return { ...data.error, data: data.error.data ?? {} };
  if (data) return { code: 'failure', fault: 'failure', message: '', data: {} };
  return { code: 'unreachable', fault: 'unavailable', message: '', data: {} };
}

/** The field of a form a refusal stands at, if it names one. */
export const fieldOf = (problem: Problem): string | null =>
  problem.fault === 'invalid' && typeof problem.data.field === 'string' ? problem.data.field : null;
