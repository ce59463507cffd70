import { z } from 'zod';
import type { Engine } from '../engine.ts';
import type { StopList } from '../operation/stop.ts';
import type { AnyPlugin } from './any-plugin.ts';
import type { EnvironmentSchema } from './server-half.ts';

/** The variables of plugins as they were read, by the plugin's id and then by the variable. */
export type PluginEnvironments = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const NOTHING: EnvironmentSchema = z.object({});

/** What is wrong with a variable, the first part of `path`; the message is the cure. */
type Problem = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** Reads what plugins declare: of each its own variables and no others, and all that is wrong with them. */
export function readPluginEnvironments(
  plugins: readonly AnyPlugin[],
  variables: Readonly<Record<string, string | undefined>>,
): { readonly environments: PluginEnvironments; readonly problems: readonly Problem[] } {
  const environments: Record<string, Readonly<Record<string, unknown>>> = {};
  const problems: Problem[] = [];
  for (const plugin of plugins) {
    const own = Object.fromEntries(variablesOf(plugin).map((name) => [name, variables[name]]));
    const read = (plugin.parts.environment ?? NOTHING).safeParse(own);
    if (read.success) environments[plugin.contract.id] = read.data;
    else problems.push(...read.error.issues);
  }
  return { environments, problems };
}

/** The variables that a plugin reads. */
export const variablesOf = ({ parts }: AnyPlugin): readonly string[] => Object.keys(parts.environment?.shape ?? {});

/** What one plugin was given and holds in this process. */
export interface PluginProcess {
  readonly environment: Readonly<Record<string, unknown>>;
  readonly state: unknown;
}

/**
 * Starts plugins in their order, and has each stopped in the opposite one. A plugin of which nothing was read gets what its
 * schema makes of no variables at all.
 * @throws Error naming the plugin that failed; those that were started are stopped with the rest of `stops`
 */
export async function startPlugins(
  { plugins, environments = {} }: { plugins: readonly AnyPlugin[]; environments?: PluginEnvironments | undefined },
  { pluginProcesses, deployment, log }: Pick<Engine, 'pluginProcesses' | 'deployment' | 'log'>,
  stops: StopList,
): Promise<void> {
  for (const { contract, parts } of plugins) {
    const id: string = contract.id;
    const process = await explained(id, async () => {
      const environment = environments[id] ?? parts.environment?.parse({}) ?? {};
      return { environment, state: await parts.start?.({ environment, deployment, log }) };
    });
    pluginProcesses.set(id, process);
    stops.add(`plugin ${id}`, () => parts.stop?.(process.state));
  }
}

async function explained<T>(id: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (cause) {
    throw new Error(`The plugin "${id}" could not start: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

const HOLDS_NOTHING: PluginProcess = { environment: {}, state: undefined };

/** What `ctx` has of a plugin's process. */
export function processOf({ pluginProcesses }: Pick<Engine, 'pluginProcesses'>, plugin: AnyPlugin): PluginProcess {
  const { contract, parts } = plugin;
  const process = pluginProcesses.get(contract.id);
  if (process) return process;
  if (parts.start || parts.environment) throw new Error(`the plugin "${contract.id}" is called before it was started`);
  return HOLDS_NOTHING;
}
