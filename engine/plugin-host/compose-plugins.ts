import { EVENT_NOUNS } from '../events/engine-events.ts';
import type { AnyPlugin } from './any-plugin.ts';
import { routerKey } from './contract.ts';
import { firstWords } from './first-words.ts';

/** Names the API already uses: a plugin's router may not take one. */
export const ENGINE_NOUNS = [
  'classrooms',
  'rooms',
  'participants',
  'messages',
  'people',
  'session',
  'jobs',
  'schools',
] as const;
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `join-requests` → `join_requests`: how the plugin's tables begin. */
export const tablePrefix = (id: string): string => id.replaceAll('-', '_');

/**
 * Puts installed plugins in an order in which each stands after those it requires, else in the order given.
 * @throws Error naming the plugin and the cure, for anything that would only go wrong later. Called once, at boot.
 */
export function composePlugins(installed: readonly AnyPlugin[]): readonly AnyPlugin[] {
  refuseDuplicates(installed);
  for (const plugin of installed) refuseBadPlugin(plugin);
  refuseSharedTables(installed);
  refuseSharedRoutes(installed);
  return ordered(installed);
}

function refuseDuplicates(installed: readonly AnyPlugin[]): void {
  const keys = new Map<string, string>();
  for (const { contract } of installed) {
    const key = routerKey(contract.id);
    const other = keys.get(key);
    if (other === contract.id)
      throw new Error(`Plugin "${contract.id}" is installed twice: remove one from plugins/index.ts.`);
    if (other)
      throw new Error(`Plugins "${other}" and "${contract.id}" would share the API name "${key}": rename one.`);
    keys.set(key, contract.id);
  }
}

function refuseBadPlugin({ contract, parts }: AnyPlugin): void {
  const { id } = contract;
  if (!ID.test(id)) throw new Error(`Plugin id "${id}" must be kebab-case, like "join-requests".`);
  if ((ENGINE_NOUNS as readonly string[]).includes(routerKey(id)))
    throw new Error(`Plugin "${id}" takes the engine's API name: choose another id.`);
  if (EVENT_NOUNS.has(id))
    throw new Error(`Plugin "${id}" would publish under the engine's own event names: choose another id.`);
  if (!contract.settings.safeParse({}).success)
    throw new Error(`Plugin "${id}": every setting needs a default, so that {} is valid.`);
  if ('enabled' in contract.settings.shape)
    throw new Error(
      `Plugin "${id}": a setting may not be called "enabled"; school files say by it whether a plugin is on.`,
    );
  for (const name of Object.keys(contract.events ?? {})) {
    if (!/^[a-z][A-Za-z]*$/.test(name)) throw new Error(`Plugin "${id}": event "${name}" must be one camelCase word.`);
  }
  if (parts.tables?.length && !parts.privacy) {
    throw new Error(`Plugin "${id}" owns tables: give it privacy { export, erase, retain } in server.ts.`);
  }
  for (const job of parts.jobs ?? []) {
    if (job.name === 'after') throw new Error(`Plugin "${id}": a job may not be called "after".`);
    if (job.every && !job.payload.safeParse({}).success)
      throw new Error(`Plugin "${id}": job "${job.name}" comes round by itself, so its payload must take {}.`);
  }
  for (const kind of contract.roomKinds ?? []) {
    if (!parts.roomKinds?.[kind])
      throw new Error(`Plugin "${id}": say in server.ts when a room of kind "${kind}" is visible.`);
  }
}

function refuseSharedTables(installed: readonly AnyPlugin[]): void {
  const owners = new Map<string, string>();
  for (const { contract, parts } of installed) {
    for (const table of (parts.tables ?? []) as readonly string[]) {
      const prefix = tablePrefix(contract.id);
      if (table !== prefix && !table.startsWith(`${prefix}_`)) {
        throw new Error(`Plugin "${contract.id}": table "${table}" must begin with "${prefix}".`);
      }
      const other = owners.get(table);
      if (other) throw new Error(`Plugins "${other}" and "${contract.id}" both own the table "${table}": rename one.`);
      owners.set(table, contract.id);
    }
  }
}

function refuseSharedRoutes(installed: readonly AnyPlugin[]): void {
  const owners = new Map<string, string>();
  const taken = firstWords([]);
  for (const { contract, parts } of installed) {
    for (const word of Object.keys(parts.routes ?? {})) {
      if (!ID.test(word) || taken.has(word))
        throw new Error(
          `Plugin "${contract.id}": the route "/${word}" is taken or no kebab-case word: choose another.`,
        );
      const other = owners.get(word);
      if (other) throw new Error(`Plugins "${other}" and "${contract.id}" both answer "/${word}": rename one.`);
      owners.set(word, contract.id);
    }
  }
}

function ordered(installed: readonly AnyPlugin[]): readonly AnyPlugin[] {
  const byId = new Map(installed.map((plugin) => [plugin.contract.id as string, plugin]));
  const done = new Set<AnyPlugin>();
  const place = (plugin: AnyPlugin, path: readonly string[]): void => {
    const id: string = plugin.contract.id;
    if (path.includes(id))
      throw new Error(`Plugins require each other in a circle: ${[...path, id].join(' → ')}. Cut one of these.`);
    if (done.has(plugin)) return;
    for (const needed of plugin.contract.requires ?? []) {
      const other = byId.get(needed.id);
      if (!other)
        throw new Error(`Plugin "${id}" needs "${needed.id}", which is not installed: add it to plugins/index.ts.`);
      place(other, [...path, id]);
    }
    done.add(plugin);
  };
  for (const plugin of installed) place(plugin, []);
  return [...done];
}
