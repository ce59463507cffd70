import { DomainError } from '../errors/domain-error.ts';
import { isOutage } from '../errors/outage.ts';
import type { Log } from './log.ts';
import { quietly } from './quietly.ts';

const quiet = new WeakMap<Log, (error: Error) => void>();

/**
 * Logs what ended a request. A refusal is an answer and no line. An outage fails everything at once: of it there is a line
 * in five seconds. Anything else is a bug of ours.
 */
export function logFailure(log: Log, error: unknown, about: Readonly<Record<string, unknown>>, what: string): void {
  if (error instanceof DomainError) return;
  if (isOutage(error)) outageLog(log)(error as Error);
  else log.error({ ...about, err: error }, what);
}

function outageLog(log: Log): (error: Error) => void {
  const known = quiet.get(log) ?? quietly((err) => log.warn({ err }, 'the database, a disk or a service is away'));
  quiet.set(log, known);
  return known;
}
