import { setTimeout as later } from 'node:timers/promises';
import type { Access, Shows } from '../commands/command.ts';
import type { CommandName, Draft, Outcome } from '../commands/commands.ts';
import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { DomainError, forbidden } from '../errors/domain-error.ts';
import type { Carried, Phase } from '../schools/school-plugins.ts';
import { actorContext, decidingContext, Hold } from './contexts.ts';
import type { HookEntry } from './hook-entry.ts';

/** Runs every transform in plugin order; each sees what the one before made of the draft. */
export async function transform<K extends CommandName>(
  work: UnitOfWork,
  command: K,
  draft: Draft<K>,
  access: Access,
  parse: (draft: unknown) => Draft<K>,
): Promise<Draft<K>> {
  let current = draft;
  for (const hook of hooksFor(work, 'transform', command, access)) {
    const before = current;
    current = await closed(work, hook, 'transform', async () =>
      parsedAfter(hook, await hook.run(before, decidingContext(work, hook.plugin, access)), parse),
    );
  }
  return current;
}

const hooksFor = (work: UnitOfWork, phase: Phase, command: CommandName, { room }: Access): readonly HookEntry[] =>
  work.asked.school.plugins.hooksIn(room?.kind, phase, command);

/** A plugin that makes a draft the command cannot accept is named: that is its bug, not the sender's. */
function parsedAfter<D>(hook: HookEntry, changed: unknown, parse: (draft: unknown) => D): D {
  try {
    return parse(changed);
  } catch (cause) {
    throw new Error(`plugin ${hook.plugin.contract.id} made a bad draft`, { cause });
  }
}

/**
 * Asks every guard about the final draft, all of them, and applies the strictest verdict: a refusal, then a hold, then
 * allow. So no order of plugins can weaken a rule. Of two refusals the first plugin's is told.
 */
export async function guard<K extends CommandName>(
  work: UnitOfWork,
  command: K,
  draft: Draft<K>,
  access: Access,
): Promise<void> {
  const hooks = hooksFor(work, 'guard', command, access);
  if (hooks.length === 0) return;
  const frozen = deepFreeze(structuredClone(draft));
  let refusal: unknown;
  let held: Hold | undefined;
  for (const hook of hooks) {
    try {
      await closed(work, hook, 'guard', () => hook.run(frozen, decidingContext(work, hook.plugin, access)));
    } catch (verdict) {
      if (verdict instanceof Hold) held ??= verdict;
      else refusal ??= verdict;
    }
  }
  if (refusal) throw refusal;
  if (held)
    throw forbidden('commands.held', 'This must be approved first, and nobody here can approve it.', {
      ...held.asData,
    });
}

/**
 * Lets plugins write their own rows beside what the command wrote, in its transaction.
 * @param carried null for a command that carries nothing for plugins
 */
export async function within<K extends CommandName>(
  work: UnitOfWork,
  command: K,
  outcome: Outcome<K>,
  carried: Carried | null,
  access: Access,
): Promise<Shows> {
  const shows: Record<string, unknown> = {};
  for (const hook of work.asked.school.plugins.within(command, carried, access.room?.kind)) {
    const { id } = hook.plugin.contract;
    const shown = await closed(work, hook, 'within', () =>
      hook.run(outcome, carried?.[id], actorContext(work, hook.plugin, access)),
    );
    if (shown !== undefined) shows[id] = shown;
  }
  return shows;
}

/**
 * Runs a hook that fails closed: what is not answered in time, or throws anything but a refusal, ends the command as
 * `unavailable`. The plugin is named in the log and the metrics, never to the sender.
 */
async function closed<T>(work: UnitOfWork, hook: HookEntry, phase: Phase, run: () => T): Promise<Awaited<T>> {
  try {
    return await withDeadline(run, hook.deadline);
  } catch (cause) {
    if (cause instanceof DomainError || cause instanceof Hold) throw cause;
    const plugin: string = hook.plugin.contract.id;
    work.engine.log.error({ plugin, phase, err: cause }, 'a hook failed; the command was refused');
    work.engine.metrics.hookFailed(plugin, phase);
    throw new DomainError('plugins.unavailable', 'unavailable', 'A safety check could not be made. Please try again.');
  }
}

/** @throws Error when `run` has not settled within `deadline` milliseconds. */
export async function withDeadline<T>(run: () => T, deadline: number): Promise<Awaited<T>> {
  const running = run();
  // A query builder is no Promise and is waited for all the same.
  if (typeof (running as { then?: unknown } | null | undefined)?.then !== 'function') return running as Awaited<T>;
  const timer = new AbortController();
  const late = later(deadline, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${deadline} ms`);
  });
  try {
    return await (Promise.race([running, late]) as Promise<Awaited<T>>);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
