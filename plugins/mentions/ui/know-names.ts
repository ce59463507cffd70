import { nameBegins } from '../../../engine/client.ts';

/** So long at most the names take from the page at once, in milliseconds. */
const AT_ONCE_MS = 4;
/** Room for what the page draws, and for what is pressed meanwhile. */
const PAUSE_MS = 16;

/**
 * Looks through names once, a few at a time, so that the first @ finds them as fast as the next. Settles when all are known,
 * or `ended`.
 */
export async function knowNames(names: readonly string[], ended: AbortSignal): Promise<void> {
  for (let known = 0; known < names.length && !ended.aborted; ) {
    await new Promise((go) => setTimeout(go, PAUSE_MS));
    for (const end = performance.now() + AT_ONCE_MS; known < names.length && performance.now() < end; known += 1)
      nameBegins(names[known] ?? '', '');
  }
}
