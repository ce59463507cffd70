import type { When } from '#lib/kit/time.ts';
import { session } from '#lib/session.svelte.ts';

/** Dates in the school's language, on the reader's own clock. */
export const useWhen = (): When => ({ locale: session.school?.locale });
