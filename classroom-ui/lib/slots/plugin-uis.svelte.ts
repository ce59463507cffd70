import { untrack } from 'svelte';
import { lazy } from '#lib/kit/lazy.svelte.ts';
import type { PluginIcon } from '#lib/kit/shown-plugins.ts';
import {
  type AnyContribution,
  type AnyPluginUi,
  type Manifest,
  type MarkReader,
  plainOf,
  type Reducers,
  type SentMessage,
  type SlotName,
  type TextMark,
  titleOf,
} from '../../../engine/client.ts';

export type LoadPluginUi = () => Promise<{ readonly default: AnyPluginUi }>;

/** Every installed plugin's browser half by its id, each a chunk of its own that is fetched when it is first in use. */
const installed: Readonly<Record<string, LoadPluginUi>> = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: AnyPluginUi }>('../../../plugins/*/ui/index.ts')).map(([path, load]) => [
    path.split('/').at(-3) ?? path,
    load,
  ]),
);

/** What one plugin draws in one place. */
export interface Contribution {
  readonly plugin: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly permissions: Permissions;
  readonly component: AnyContribution | Promise<AnyContribution>;
}

/** The room roles that hold each of a plugin's permissions. */
type Permissions = Manifest['permissions'][string];

interface Loaded {
  readonly ui: AnyPluginUi;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly permissions: Permissions;
}

const loadedFrom = (id: string, ui: AnyPluginUi, { plugins, permissions }: Manifest): Loaded => ({
  ui,
  settings: plugins[id] ?? {},
  permissions: permissions[id] ?? {},
});

/**
 * The browser halves of the plugins that this school has on. Told the manifest, it drops at once what is not in it, and
 * loads what is new; what was never in a manifest is never fetched.
 */
export class PluginUis {
  #loaded = $state.raw<Readonly<Record<string, Loaded>>>({});
  #titles = $state.raw<Manifest['titles']>({});
  #ready: Promise<void> = Promise.resolve();
  #manifest: Manifest | undefined;
  /** Something in the manifest could not be fetched: the same one again asks for it again. */
  #incomplete = false;
  readonly #installed: Readonly<Record<string, LoadPluginUi>>;
  /** By what fetches it: what a plugin draws in a place that few come to. */
  readonly #later = new WeakMap<object, () => Promise<AnyContribution>>();

  constructor(plugins: Readonly<Record<string, LoadPluginUi>>) {
    this.#installed = Object.fromEntries(Object.entries(plugins).map(([id, load]) => [id, lazy(load)]));
  }

  /** What a plugin is called: also one that is off, or no longer installed. */
  titleOf(id: string): string {
    return this.#titles[id] ?? titleOf({ id });
  }

  /** What it draws beside its name; undefined while it is off. */
  iconOf(id: string): PluginIcon | undefined {
    return this.#loaded[id]?.ui.icon;
  }

  readonly reducers: Reducers = $derived(
    Object.fromEntries(Object.entries(this.#loaded).map(([id, { ui }]) => [id, guarded(id, ui.reduce ?? {})])),
  );

  /** Settles once everything in the last manifest is loaded, or has failed to. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** Call it with every manifest that comes, in an effect; the same one again costs nothing. */
  sync(manifest: Manifest): Promise<void> {
    if (manifest === this.#manifest && !this.#incomplete) return this.#ready;
    this.#manifest = manifest;
    this.#incomplete = false;
    const { plugins } = manifest;
    this.#titles = manifest.titles;
    const kept = Object.entries(untrack(() => this.#loaded)).filter(([id]) => Object.hasOwn(plugins, id));
    this.#loaded = Object.fromEntries(kept.map(([id, { ui }]) => [id, loadedFrom(id, ui, manifest)]));
    const has = new Set(kept.map(([id]) => id));
    const fresh = Object.keys(plugins).filter((id) => !has.has(id) && Object.hasOwn(this.#installed, id));
    this.#ready = Promise.all(fresh.map((id) => this.#load(id, manifest))).then((loaded) => {
      if (this.#manifest !== manifest) return;
      const all = { ...this.#loaded, ...Object.fromEntries(loaded.filter((entry) => entry !== null)) };
      // In the manifest's order, so that a place looks the same after a plugin was off for a while.
      const ids = Object.keys(plugins).filter((id) => Object.hasOwn(all, id));
      this.#loaded = Object.fromEntries(ids.map((id) => [id, all[id] as Loaded]));
    });
    return this.#ready;
  }

  in(slot: SlotName): readonly Contribution[] {
    return Object.entries(this.#loaded).flatMap(([plugin, { ui, settings, permissions }]) => {
      const component = ui.slots?.[slot] ?? this.#fetched(ui, slot);
      return component ? [{ plugin, settings, permissions, component }] : [];
    });
  }

  /** Settles once what stands in a slot is fetched, or has failed to be. */
  async fetched(slot: SlotName): Promise<void> {
    await Promise.allSettled(untrack(() => this.in(slot)).map(({ component }) => component));
  }

  /** Fetched once, unless that fails: then whoever draws the place later tries again. */
  #fetched(ui: AnyPluginUi, slot: SlotName): Promise<AnyContribution> | undefined {
    const load = ui.later?.[slot];
    if (!load) return undefined;
    const part = this.#later.get(load) ?? lazy(() => load().then((module) => module.default));
    this.#later.set(load, part);
    return part();
  }

  /** What plugins set off in the text of a message, from its beginning to its end; of two that overlap, the first. */
  marks(reader: MarkReader): readonly TextMark[] {
    const { shows, text } = reader.message;
    const all = Object.keys(shows).flatMap((id) =>
      orNothing(id, [], () => this.#loaded[id]?.ui.marks?.(shows[id] as never, reader)),
    );
    let free = 0;
    return all
      .sort((a, b) => a.from - b.from)
      .filter(({ from, to }) => {
        const fits = from >= free && to > from && to <= text.length;
        if (fits) free = to;
        return fits;
      });
  }

  /** A message for those who hear it: its words without the marks of formats, then what plugins show on it; may be empty. */
  inWords({ text, shows = {} }: Pick<SentMessage, 'text' | 'shows'>): string {
    const added = Object.keys(shows).map((id) =>
      orNothing(id, '', () => this.#loaded[id]?.ui.inWords?.(shows[id] as never)),
    );
    return [plainOf(text), ...added].filter((part) => part !== '').join(', ');
  }

  async #load(id: string, manifest: Manifest): Promise<[string, Loaded] | null> {
    try {
      const ui = (await this.#installed[id]?.())?.default;
      return ui ? [id, loadedFrom(id, ui, manifest)] : null;
    } catch (error) {
      console.error(`The UI of the plugin "${id}" could not be loaded.`, error);
      this.#incomplete = true;
      return null;
    }
  }
}

/** What a plugin fails to say is left out: a text stays as it was written. */
function orNothing<T>(id: string, nothing: T, say: () => T | undefined): T {
  try {
    return say() ?? nothing;
  } catch (error) {
    console.error(`The plugin "${id}" failed on a message.`, error);
    return nothing;
  }
}

/** A reducer that throws must not stop the room: the message keeps what it showed. */
function guarded(id: string, reduce: NonNullable<AnyPluginUi['reduce']>): Reducers[string] {
  const entries = Object.entries(reduce).map(([event, run]) => [
    event,
    (shown: unknown, payload: unknown) => {
      try {
        return run?.(shown as never, payload as never);
      } catch (error) {
        console.error(`The plugin "${id}" failed on its event "${event}".`, error);
        return shown;
      }
    },
  ]);
  return Object.fromEntries(entries) as Reducers[string];
}

export const pluginUis = new PluginUis(installed);
