import { v7 as newId } from 'uuid';
import type { Engine } from '../engine.ts';
import { tellConnections } from '../plugin-host/tell-connections.ts';
import { beat, forgetSchool, sweepSilent, type Whose, writeClosed, writeOpened } from './connection-rows.ts';

/** In milliseconds. */
export interface ConnectionsTiming {
  /** What comes within this time is written together: a school that comes back after a restart is few statements. */
  readonly gatherMs: number;
  /** A socket that closed is believed to be gone after so long: whoever loads a page again is back by then. */
  readonly lingerMs: number;
  readonly beatMs: number;
  /** A node that has been silent for so long is dead, and so are its sockets. */
  readonly silentMs: number;
}

// A socket whose machine vanished is closed within 12 seconds (`realtime/limits.ts`), a node's are swept within 13: with
// the rest of this, nobody is taken to be here for more than 15.
const TIMING: ConnectionsTiming = { gatherMs: 250, lingerMs: 2_000, beatMs: 3_000, silentMs: 10_000 };

/**
 * Who has a socket open, in the table `connection`, for all nodes together, and only for schools where a plugin wants to
 * know. A node that dies leaves its rows behind: the others, or its successor, sweep them when it has been silent for a
 * while. What it could not write, or tell, it tries again.
 */
export class Connections {
  readonly #node = newId();
  readonly #engine: Engine;
  readonly #timing: ConnectionsTiming;
  readonly #timer: NodeJS.Timeout;
  /** Every socket that is open here and signed in. */
  readonly #open = new Map<string, Whose>();
  readonly #unwritten = new Set<string>();
  /** Sockets in the table that closed, and when. */
  readonly #closed = new Map<string, number>();
  /** People whose sockets changed, by school, as long as plugins have not heard of it. */
  readonly #untold = new Map<string, Set<string>>();
  #kept: ReadonlySet<string> = new Set();
  #beatAt = performance.now();
  #sweepFrom = 0;
  #tellFrom = 0;
  #round: Promise<void> | undefined;
  #stopped = false;

  constructor(engine: Engine, timing: Partial<ConnectionsTiming> = {}) {
    this.#engine = engine;
    this.#timing = { ...TIMING, ...timing };
    this.#beatAt -= this.#timing.beatMs;
    this.#timer = setInterval(() => void this.#go(), this.#timing.gatherMs);
  }

  /** A socket was signed in. `id`: its own. */
  opened(id: string, { id: person, schoolId: school }: { readonly id: string; readonly schoolId: string }): void {
    this.#open.set(id, { person, school });
    if (this.#kept.has(school)) this.#unwritten.add(id);
  }

  /** The same for one that closed. While this node stops they are on their way to another, or will be swept. */
  closed(id: string): void {
    if (this.#stopped || !this.#open.delete(id)) return;
    if (!this.#unwritten.delete(id)) this.#closed.set(id, performance.now());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  #go(): Promise<void> {
    this.#round ??= this.#act()
      .catch((err: unknown) => this.#engine.log.warn({ err }, 'connections could not be written; they will be'))
      .finally(() => {
        this.#round = undefined;
      });
    return this.#round;
  }

  async #act(): Promise<void> {
    await this.#keepSchools();
    if (this.#kept.size === 0) return;
    await this.#writeClosed();
    await this.#writeOpened();
    await this.#beat();
    await this.#tell();
  }

  /** A school's file may be saved at any time. */
  async #keepSchools(): Promise<void> {
    const { database, schools } = this.#engine;
    const wanted = schools.all().filter(({ plugins }) => plugins.followers.length > 0);
    const kept = new Set(wanted.map(({ id }) => id));
    const dropped = [...this.#kept].filter((school) => !kept.has(school));
    for (const school of dropped) await forgetSchool(database.system, this.#node, school);
    const came = [...kept].filter((school) => !this.#kept.has(school));
    this.#kept = kept;
    this.#writeAgain(came);
    for (const id of this.#unwritten) if (!kept.has(this.#open.get(id)?.school ?? '')) this.#unwritten.delete(id);
  }

  #writeAgain(schools: readonly string[]): void {
    if (schools.length === 0) return;
    for (const [id, { school }] of this.#open) if (schools.includes(school)) this.#unwritten.add(id);
  }

  async #writeClosed(): Promise<void> {
    const before = performance.now() - this.#timing.lingerMs;
    const due = [...this.#closed].filter(([, at]) => at <= before).map(([id]) => id);
    if (due.length === 0) return;
    this.#changed(await writeClosed(this.#engine.database.system, due));
    for (const id of due) this.#closed.delete(id);
  }

  async #writeOpened(): Promise<void> {
    const opened = [...this.#unwritten].flatMap((id): [string, Whose][] => {
      const whose = this.#open.get(id);
      return whose ? [[id, whose]] : [];
    });
    if (opened.length === 0) return;
    const written = writeOpened(this.#engine.database.system, this.#node, opened);
    // Whatever closes from here on is to be taken out of the table again.
    this.#unwritten.clear();
    try {
      this.#changed(await written);
    } catch (error) {
      for (const [id] of opened) if (this.#open.has(id)) this.#unwritten.add(id);
      throw error;
    }
  }

  async #beat(): Promise<void> {
    const { beatMs, silentMs } = this.#timing;
    const now = performance.now();
    if (now - this.#beatAt < beatMs) return;
    // Held up itself, it cannot tell who is dead: the others were perhaps held up by the same.
    if (now - this.#beatAt > silentMs) this.#sweepFrom = now + silentMs;
    const served = await beat(this.#engine.database.system, this.#node);
    this.#beatAt = now;
    this.#writeAgain([...this.#kept].filter((school) => !served.has(school)));
    if (now >= this.#sweepFrom) this.#changed(await sweepSilent(this.#engine.database.system, silentMs));
  }

  #changed(people: readonly Whose[]): void {
    for (const { person, school } of people) {
      const untold = this.#untold.get(school);
      if (untold) untold.add(person);
      else this.#untold.set(school, new Set([person]));
    }
  }

  async #tell(): Promise<void> {
    if (performance.now() < this.#tellFrom) return;
    for (const [school, people] of [...this.#untold]) {
      this.#untold.delete(school);
      try {
        await tellConnections(this.#engine, school, [...people]);
      } catch {
        this.#changed([...people].map((person) => ({ person, school })));
        this.#tellFrom = performance.now() + this.#timing.beatMs;
      }
    }
  }
}
