import { MARK } from './desk.svelte.ts';

/** Notes whether files wait in a composer, for the page that is loaded next. */
export function noteLeft(key: string, left: boolean): void {
  try {
    if (left) localStorage.setItem(MARK + key, '1');
    else localStorage.removeItem(MARK + key);
  } catch {
    // Denied: then nothing outlives the page, and there is nothing to note.
  }
}
