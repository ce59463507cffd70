import { fromNow, shortDate } from '#lib/kit/time.ts';
import { session } from '#lib/session.svelte.ts';
import { tell } from './words.ts';

const MINUTE = 60_000;
/** It is written down once a minute. */
const NOW = 2 * MINUTE;
const WEEK = 7 * 24 * 60 * MINUTE;

/** When somebody was here last, in the words of a list. */
export function lastHere(at: string | null): string {
  if (at === null) return tell('never');
  const when = { locale: session.school?.locale, timezone: session.school?.timezone };
  const ago = Date.now() - Date.parse(at);
  if (ago < NOW) return tell('now');
  return ago < WEEK ? fromNow(at, when) : shortDate(at, when);
}
