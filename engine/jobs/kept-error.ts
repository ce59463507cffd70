import { redactError } from '../operation/redact.ts';

const LONGEST = 300;

/** A failure as the queue keeps it and admins read it: one sentence, and of the database's errors no value anybody wrote. */
export function keptError(error: unknown): Error {
  const kept = new Error(sentenceOf(error).slice(0, LONGEST));
  const { type, stack } = redactError(error);
  kept.stack = `${type}: ${kept.message}\n${stack}`;
  return kept;
}

function sentenceOf(error: unknown): string {
  const { message } = redactError(error);
  if (!(error instanceof AggregateError)) return message;
  return `${message}: ${error.errors.map(sentenceOf).join('; ')}`;
}
