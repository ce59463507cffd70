import { on } from 'svelte/events';
import { createSubscriber } from 'svelte/reactivity';

const subscribe = createSubscriber((update) => on(document, 'visibilitychange', update));

/** Whether somebody can see this page now. Reactive. */
export function isPageInFront(): boolean {
  subscribe();
  return document.visibilityState === 'visible';
}
