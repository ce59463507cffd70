import type { UnitOfWork } from '../commands/unit-of-work.ts';
import type { AnyPlugin } from '../plugin-host/any-plugin.ts';
import { roomContext } from '../plugin-host/contexts.ts';
import { withDeadline } from '../plugin-host/hooks.ts';
import type { RoomAccess } from '../rooms/find-room.ts';
import { HOOK_DEADLINE_MS } from '../schools/school-plugins.ts';
import type { MessageView } from '../views.ts';

type Show = (messages: readonly MessageView[], ctx: unknown) => Promise<ReadonlyMap<string, unknown>>;

/** What a message shows of each plugin, by the message's id, then by the plugin's. */
type Shown = Map<string, Record<string, unknown>>;

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
  const plugins = [...work.asked.school.plugins].filter(({ parts }) => parts.show);
  if (live.length === 0 || plugins.length === 0) return messages;
  const reading = { work, access, live };
  const shown = await together(reading, plugins).catch(() => oneByOne(reading, plugins));
  return messages.map((message) => ({ ...message, shows: shown.get(message.id) ?? {} }));
}

interface Reading {
  readonly work: UnitOfWork;
  readonly access: RoomAccess;
  readonly live: readonly MessageView[];
}

/** All plugins behind one savepoint, for a page on which none fails. @throws what the first that fails throws */
function together(reading: Reading, plugins: readonly AnyPlugin[]): Promise<Shown> {
  return reading.work.em.transactional(async (em) => {
    const shown: Shown = new Map();
    for (const plugin of plugins) add(shown, plugin, await shownBy(reading, em, plugin));
    return shown;
  });
}

/** Each behind a savepoint of its own: a statement that failed would spoil the reader's whole transaction. */
async function oneByOne(reading: Reading, plugins: readonly AnyPlugin[]): Promise<Shown> {
  const shown: Shown = new Map();
  const { em, engine } = reading.work;
  for (const plugin of plugins) {
    const { id } = plugin.contract;
    try {
      add(shown, plugin, await em.transactional((em) => shownBy(reading, em, plugin)));
    } catch (cause) {
      engine.log.error({ plugin: id, phase: 'show', err: cause }, 'a plugin could not show what it has');
      engine.metrics.hookFailed(id, 'show');
    }
  }
  return shown;
}

function add(shown: Shown, { contract }: AnyPlugin, of: ReadonlyMap<string, unknown>): void {
  for (const [id, shows] of of) shown.set(id, { ...shown.get(id), [contract.id]: shows });
}

function shownBy(
  { work, access, live }: Reading,
  em: UnitOfWork['em'],
  plugin: AnyPlugin,
): Promise<ReadonlyMap<string, unknown>> {
  const { show } = plugin.parts;
  const { run, deadline } =
    typeof show === 'function'
      ? { run: show as Show, deadline: HOOK_DEADLINE_MS }
      : (show as { run: Show; deadline: number });
  return withDeadline(() => run(live, roomContext({ ...work, em }, plugin, access)), deadline);
}
