import type { AnyPlugin } from './any-plugin.ts';

/** One plugin's function at one place of the pipeline. */
export interface HookEntry {
  readonly plugin: AnyPlugin;
  readonly deadline: number;
  /** Asked only in rooms of these kinds. */
  readonly kinds?: readonly string[];
  readonly run: (...args: any[]) => unknown;
}
