import type { Asked } from '../commands/asked.ts';
import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import { readEvent } from '../events/replay.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { AnyJob, AnyPlugin } from './any-plugin.ts';
import { pluginContext } from './contexts.ts';
import type { Schema } from './contract.ts';
import type { HookEntry } from './hook-entry.ts';
import { withDeadline } from './hooks.ts';
import { outsideContext } from './outside.ts';
import { takeBackNotices } from './take-back-notices.ts';
import { tellNotices } from './tell-notices.ts';

/** A row of the outbox, as the jobs hand it over. */
export interface PromisedRow {
  readonly schoolId: string;
  readonly kind: string;
  readonly roomId: string | null;
  readonly seq: number | null;
  readonly payload: unknown;
  readonly byPlugin: string | null;
}

/**
 * Does what a transaction promised: the `after` hooks of an event and the notices of it, or a plugin's job. Called at least once. Work of a
 * school or plugin that is off is acknowledged without running. @throws to be asked again
 */
export async function runPromised(engine: Engine, row: PromisedRow): Promise<void> {
  const school = engine.schools.byId(row.schoolId);
  if (!school) return;
  if (row.kind === 'after') return runAfter(engine, school, row);
  const found = jobOf(school, row.kind);
  if (found) await runJob(engine, school, found.plugin, found.job, row.payload);
}

/** Runs a job that comes round by the clock, in every school that has its plugin on, also when it fails in one of them. */
export async function runScheduledJob(engine: Engine, kind: string): Promise<void> {
  const failures: unknown[] = [];
  for (const school of engine.schools.all()) {
    const found = jobOf(school, kind);
    if (!found) continue;
    await runJob(engine, school, found.plugin, found.job, {}).catch((cause: unknown) => failures.push(cause));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${kind} failed in ${failures.length} school(s)`);
}

async function runAfter(engine: Engine, school: LiveSchool, { roomId, seq, byPlugin }: PromisedRow): Promise<void> {
  const event = roomId && seq !== null ? await readEvent(engine.database, school, roomId, seq) : null;
  if (!event) return;
  const hooks = school.plugins.hooks('after', event.event).filter(({ plugin }) => plugin.contract.id !== byPlugin);
  const failures = new Map<string, unknown>();
  for (const hook of hooks)
    await hear(engine, school, hook, event).catch((cause: unknown) => failures.set(hook.plugin.contract.id, cause));
  for (const followUp of [tellNotices, takeBackNotices])
    for (const [notice, cause] of await followUp(engine, school, event)) failures.set(notice, cause);
  if (failures.size > 0)
    throw new AggregateError(failures.values(), `${[...failures.keys()].join(', ')} failed after ${event.event}`);
}

async function hear(
  engine: Engine,
  school: LiveSchool,
  { plugin, run, deadline }: HookEntry,
  event: EventFrame,
): Promise<void> {
  const { event: type, room: roomId, seq, at, by, payload } = event;
  try {
    await inUnitOfWork(engine, onOwnAccount(school, plugin), (work) =>
      withDeadline(
        () => run({ type, roomId, seq, at, by, payload }, pluginContext(work, plugin)) as Promise<void>,
        deadline,
      ),
    );
  } catch (cause) {
    engine.log.warn(
      { plugin: plugin.contract.id, phase: 'after', event: type, err: cause },
      'a hook failed and will be tried again',
    );
    engine.metrics.hookFailed(plugin.contract.id, 'after');
    throw cause;
  }
}

function runJob(engine: Engine, school: LiveSchool, plugin: AnyPlugin, job: AnyJob, payload: unknown): Promise<void> {
  const parsed = (job.payload as Schema).parse(payload) as never;
  const asked = onOwnAccount(school, plugin);
  if ('runLong' in job) return job.runLong(parsed, outsideContext(engine, asked, plugin));
  return inUnitOfWork(engine, asked, (work) => job.run(parsed, pluginContext(work, plugin)));
}

const onOwnAccount = (school: LiveSchool, plugin: AnyPlugin): Asked => ({
  school,
  person: null,
  plugin: plugin.contract.id,
});

function jobOf(school: LiveSchool, kind: string): { plugin: AnyPlugin; job: AnyJob } | undefined {
  for (const plugin of school.plugins) {
    const job = (plugin.parts.jobs as readonly AnyJob[] | undefined)?.find(
      ({ name }) => `${plugin.contract.id}.${name}` === kind,
    );
    if (job) return { plugin, job };
  }
  return undefined;
}
