import { lazy } from '#lib/kit/lazy.svelte.ts';
import { pluginUis } from '#lib/slots/plugin-uis.svelte.ts';

/** What nobody needs to read a room. One file: a list of files in the first page costs more than it saves. */
export const laterParts = lazy(() => import('./later-parts.ts'));

/** With what plugins draw in it: before that it would send without what they send along. */
export async function composer() {
  const parts = [pluginUis.fetched('composer.above'), pluginUis.fetched('composer.tools')];
  const [{ StoredComposer }] = await Promise.all([laterParts(), ...parts]);
  return StoredComposer;
}
