import type { Context } from './waiting.ts';

/** When somebody may ask again whose last answer this was: `now`, `never`, or a time (ISO 8601, UTC). Pure. */
export function askAgain(
  { state, answeredAt }: { readonly state: string; readonly answeredAt: string | null },
  settings: Context['settings'],
  now = Date.now(),
): string {
  if (state !== 'denied' || answeredAt === null) return 'now';
  if (settings.askAgain === 'never') return 'never';
  const from = new Date(answeredAt).getTime() + settings.askAgain * 3_600_000;
  return from <= now ? 'now' : new Date(from).toISOString();
}
