import { type Component, getContext, setContext } from 'svelte';

export type PluginIcon = Component<{ class?: string }>;

/** How plugins are drawn that speak in their own name. */
export interface ShownPlugins {
  titleOf(plugin: string): string;
  iconOf(plugin: string): PluginIcon | undefined;
}

const PLUGINS = Symbol('plugins');
const UNKNOWN: ShownPlugins = { titleOf: (plugin) => plugin, iconOf: () => undefined };

/** Lets everything below draw plugins by their names and icons. */
export const offerShownPlugins = (plugins: ShownPlugins): ShownPlugins => setContext(PLUGINS, plugins);
export const useShownPlugins = (): ShownPlugins => getContext<ShownPlugins | undefined>(PLUGINS) ?? UNKNOWN;
