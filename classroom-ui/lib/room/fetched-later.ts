import { lazy } from '#lib/lazy.svelte.ts';
import { pluginUis } from '#lib/slots/plugin-uis.svelte.ts';

// What nobody needs to read a room: it is fetched once the messages are drawn.

export const sidePanels = lazy(() => import('./SidePanels.svelte'));
const storedComposer = lazy(() => import('./StoredComposer.svelte'));

/** With what plugins draw in it: before that it would send without what they send along. */
export async function composer() {
  const parts = [pluginUis.fetched('composer.above'), pluginUis.fetched('composer.tools')];
  const [{ default: StoredComposer }] = await Promise.all([storedComposer(), ...parts]);
  return StoredComposer;
}
