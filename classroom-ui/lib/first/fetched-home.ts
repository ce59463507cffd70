import { lazy } from '#lib/kit/lazy.svelte.ts';

/** What somebody sees who has no room to go to, or a school to begin. */
export const homeParts = lazy(() => import('./home-parts.ts'));
