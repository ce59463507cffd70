import type { UnitOfWork } from '../commands/unit-of-work.ts';
import type { Person } from '../people/person.ts';
import type { AnyPlugin } from './any-plugin.ts';
import { pluginContext } from './contexts.ts';
import type { PluginPrivacy } from './define-plugin.ts';

/** One row that a plugin holds of a person, by the plugin's id. */
export interface HeldRow {
  readonly plugin: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** What all installed plugins together hold of people. */
export interface Privacy {
  /** Row by row, in the plugins' order. */
  export(person: Person): AsyncIterable<HeldRow>;
  /** After it, `export` of the same person has nothing. All of it or, where one plugin fails, none. */
  erase(person: Person): Promise<void>;
  /** Removes what is older than `before`; answers how many rows, by plugin. */
  retain(before: Date): Promise<Readonly<Record<string, number>>>;
}

/**
 * Asks every installed plugin, also those that the school has switched off: what they stored stays theirs to give out and to
 * remove. What depends on other plugins is erased before them.
 */
export function privacyOf(work: UnitOfWork): Privacy {
  const { asked } = work;
  const everything: UnitOfWork = {
    ...work,
    asked: { ...asked, school: { ...asked.school, plugins: asked.school.plugins.withAll() } },
  };
  const held = [...everything.asked.school.plugins].flatMap((plugin) => partsOf(everything, plugin));
  return {
    async *export(person) {
      for (const { plugin, parts, ctx } of held)
        for await (const row of parts.export(person, ctx)) yield { plugin, row };
    },
    async erase(person) {
      for (const { parts, ctx } of held.toReversed()) await parts.erase(person, ctx);
    },
    async retain(before) {
      const removed: Record<string, number> = {};
      for (const { plugin, parts, ctx } of held.toReversed()) removed[plugin] = await parts.retain(before, ctx);
      return removed;
    },
  };
}

function partsOf(work: UnitOfWork, plugin: AnyPlugin) {
  const parts = plugin.parts.privacy as PluginPrivacy<any> | undefined;
  return parts ? [{ plugin: plugin.contract.id as string, parts, ctx: pluginContext(work, plugin) }] : [];
}
