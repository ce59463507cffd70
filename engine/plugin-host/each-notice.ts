import type { Engine } from '../engine.ts';
import type { HookEntry } from './hook-entry.ts';
import type { OfferedNotice } from './offered-notices.ts';

/**
 * Does something about each of these notices with each hook that wants to know. What fails is logged and answered, by the
 * notice, to be tried again; the others are done all the same.
 */
export async function forEachNotice(
  { log, metrics }: Pick<Engine, 'log' | 'metrics'>,
  phase: 'notify' | 'takeBack',
  notices: readonly OfferedNotice[],
  hooks: readonly HookEntry[],
  act: (offered: OfferedNotice, hook: HookEntry) => Promise<void>,
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  for (const offered of notices)
    for (const hook of hooks)
      await act(offered, hook).catch((err: unknown) => {
        const plugin: string = hook.plugin.contract.id;
        log.warn({ plugin, phase, notice: offered.id, err }, 'a notice failed and will be tried again');
        metrics.hookFailed(plugin, phase);
        failures.set(offered.id, err);
      });
  return failures;
}
