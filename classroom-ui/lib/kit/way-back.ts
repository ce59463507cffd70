import { lazy } from './lazy.svelte.ts';

const overPage = lazy(() => import('./over-page.svelte.ts'));

/** Where what is beside the page on a large screen lies over it, and where fingers are used, Back is how people close. */
const PHONES = '(width < 64rem), (pointer: coarse)';

/**
 * On phones Back closes this before it leaves the page, from now until it is closed in any other way: what is handed back
 * says so.
 */
export function closeByBack(close: () => void): () => void {
  if (!matchMedia(PHONES).matches) return () => {};
  let isOpen = true;
  let closed = () => {};
  overPage().then(
    ({ opened }) => {
      if (isOpen) closed = opened(close);
    },
    () => {}, // Back leaves the page, as it does where nothing lies over it.
  );
  return () => {
    isOpen = false;
    closed();
  };
}

// After a reload nothing lies over the page. SvelteKit forgets what the history says of it as soon as it starts.
if (history.state?.over) history.go(-history.state.over);
