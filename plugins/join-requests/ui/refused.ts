import { refusalOf } from '../../../engine/client.ts';
import { words } from './words.ts';

/** Why something was not done, in a sentence. */
export function sayRefusal(thrown: unknown): string {
  const refusal = refusalOf(thrown);
  if (!refusal || refusal.fault === 'failure') return words.failed;
  return words.codes[refusal.code] ?? (refusal.message || words.failed);
}

export const isConflict = (thrown: unknown): boolean => refusalOf(thrown)?.fault === 'conflict';
