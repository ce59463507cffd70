import { session } from '#lib/session.svelte.ts';
import { recallOwn } from '#lib/storage.ts';

export const STEPS = 'first-steps';
export const OVER = 'over';

/** Whether an admin may still have first steps to do: then it is asked, once the page for it is there. */
export const mayHaveSteps = (): boolean => session.person?.role === 'admin' && recallOwn(STEPS) !== OVER;
