import type { UnitOfWork } from '../commands/unit-of-work.ts';
import type { AnyPlugin } from '../plugin-host/any-plugin.ts';
import { roomContext } from '../plugin-host/contexts.ts';
import { withDeadline } from '../plugin-host/hooks.ts';
import type { RoomAccess } from '../rooms/find-room.ts';
import { HOOK_DEADLINE_MS } from '../schools/school-plugins.ts';
import type { MessageView } from '../views.ts';

type Show = (messages: readonly MessageView[], ctx: unknown) => Promise<ReadonlyMap<string, unknown>>;

/**
 * Adds what each plugin shows to a page of messages: one call a plugin for the whole page. A plugin that fails shows
 * nothing, is logged, and takes nothing else with it.
 */
export async function withShown(
  work: UnitOfWork,
  access: RoomAccess,
  messages: readonly MessageView[],
): Promise<readonly MessageView[]> {
  const live = messages.filter((message) => message.kind === 'text' && message.deletedAt === null);
  if (live.length === 0) return messages;
  const shown = new Map<string, Record<string, unknown>>();
  for (const plugin of work.asked.school.plugins) {
    for (const [id, shows] of await shownBy(work, access, plugin, live)) {
      shown.set(id, { ...shown.get(id), [plugin.contract.id]: shows });
    }
  }
  return messages.map((message) => ({ ...message, shows: shown.get(message.id) ?? {} }));
}

async function shownBy(
  work: UnitOfWork,
  access: RoomAccess,
  plugin: AnyPlugin,
  live: readonly MessageView[],
): Promise<ReadonlyMap<string, unknown>> {
  const { show } = plugin.parts;
  if (!show) return new Map();
  const { run, deadline } =
    typeof show === 'function'
      ? { run: show as Show, deadline: HOOK_DEADLINE_MS }
      : (show as { run: Show; deadline: number });
  try {
    // A statement that failed would spoil the reader's whole transaction: the plugin reads in one of its own.
    return await work.em.transactional((em) =>
      withDeadline(() => run(live, roomContext({ ...work, em }, plugin, access)), deadline),
    );
  } catch (cause) {
    work.engine.log.error(
      { plugin: plugin.contract.id, phase: 'show', err: cause },
      'a plugin could not show what it has',
    );
    work.engine.metrics.hookFailed(plugin.contract.id, 'show');
    return new Map();
  }
}
