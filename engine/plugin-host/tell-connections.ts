import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import type { LiveSchool } from '../schools/schools.ts';
import { pluginContext } from './contexts.ts';
import type { HookEntry } from './hook-entry.ts';
import { withDeadline } from './hooks.ts';

/** Tells the plugins that want to know whose sockets came or went. @throws to be asked again, when one of them failed */
export async function tellConnections(engine: Engine, schoolId: string, people: readonly string[]): Promise<void> {
  const school = engine.schools.byId(schoolId);
  const failures: unknown[] = [];
  for (const hook of school?.plugins.followers ?? []) {
    await tell(engine, school as LiveSchool, hook, people).catch((cause: unknown) => failures.push(cause));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'connections were not told');
}

async function tell(
  engine: Engine,
  school: LiveSchool,
  { plugin, deadline, run }: HookEntry,
  people: readonly string[],
): Promise<void> {
  const id: string = plugin.contract.id;
  try {
    await inUnitOfWork(engine, { school, person: null, plugin: id }, (work) =>
      withDeadline(() => run(people, pluginContext(work, plugin)) as Promise<void>, deadline),
    );
  } catch (cause) {
    engine.log.warn({ plugin: id, phase: 'connections', err: cause }, 'a hook failed and will be tried again');
    engine.metrics.hookFailed(id, 'connections');
    throw cause;
  }
}
