import { inUnitOfWork } from '../commands/unit-of-work.ts';
import type { Engine } from '../engine.ts';
import type { AnyGathering, AnyPlugin } from './any-plugin.ts';
import { pluginContext } from './contexts.ts';

/** Something that a unit of work handed in, to be done with what others hand in. */
export interface Gathered {
  readonly plugin: AnyPlugin;
  readonly gathering: AnyGathering;
  readonly item: unknown;
}

interface Waiting extends Omit<Gathered, 'item'> {
  readonly schoolId: string;
  readonly items: unknown[];
  readonly timer: NodeJS.Timeout;
}

/**
 * What plugins gather: kept in this process until its time has come, then done together, once for a school. One run of a
 * gathering begins no sooner than `everyMs` after the one before it.
 */
export class Gatherings {
  readonly #engine: () => Engine;
  readonly #waiting = new Map<string, Waiting>();
  readonly #running = new Set<Promise<void>>();

  constructor(engine: () => Engine) {
    this.#engine = engine;
  }

  add(schoolId: string, { plugin, gathering, item }: Gathered): void {
    const key = `${schoolId} ${plugin.contract.id}.${gathering.name}`;
    const waiting = this.#waiting.get(key);
    if (waiting) return void waiting.items.push(item);
    const timer = setTimeout(() => this.#run(key), gathering.everyMs);
    this.#waiting.set(key, { schoolId, plugin, gathering, items: [item], timer });
  }

  /** Does at once what is waiting, and answers when all of it is done. */
  async settled(): Promise<void> {
    for (const key of [...this.#waiting.keys()]) this.#run(key);
    await Promise.all(this.#running);
  }

  #run(key: string): void {
    const waiting = this.#waiting.get(key);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(key);
    const run = this.#carryOut(waiting).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Of a school or plugin that is off by now, nothing is done. What fails is logged and lost: so it was announced. */
  async #carryOut({ schoolId, plugin, gathering, items }: Waiting): Promise<void> {
    const engine = this.#engine();
    const school = engine.schools.byId(schoolId);
    const id: string = plugin.contract.id;
    if (!school?.plugins.has(id)) return;
    try {
      await inUnitOfWork(engine, { school, person: null, plugin: id }, (work) =>
        gathering.run(items as never, pluginContext(work, plugin)),
      );
    } catch (err) {
      engine.log.error({ plugin: id, gathering: gathering.name, err }, 'what was gathered could not be done');
      engine.metrics.hookFailed(id, 'gathering');
    }
  }
}
