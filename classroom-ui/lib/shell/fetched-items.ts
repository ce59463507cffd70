import { lazy } from '#lib/kit/lazy.svelte.ts';

/** What stands in the menus of the shell. Nobody needs any of it before a menu is open; most who open one open another. */
export const menuItems = lazy(() => import('./menu-items.ts'));
