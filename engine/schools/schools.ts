import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { AnyPlugin } from '../plugin-host/any-plugin.ts';
import type { SchoolFacts } from '../plugin-host/define-plugin.ts';
import { type PluginChoice, SchoolPlugins } from './school-plugins.ts';

export type Registration =
  | { readonly by: 'closed' }
  | { readonly by: 'code' }
  | { readonly by: 'domains'; readonly domains: readonly string[] };

/** What a school file says. */
export interface SchoolSetup {
  readonly slug: string;
  readonly title: string;
  readonly locale: string;
  readonly timezone: string;
  readonly registration: Registration;
  readonly plugins: Readonly<Record<string, PluginChoice>>;
}

/** A school as it stands now. Ask `Schools` again for each request: a saved file replaces it. */
export interface LiveSchool extends SchoolFacts {
  /** Names the history that the numbers of its rooms belong to. */
  readonly epoch: string;
  readonly registration: Registration;
  readonly plugins: SchoolPlugins;
}

/** Finds or makes the row of a school. */
export type SchoolRow = (slug: string) => Promise<Pick<LiveSchool, 'id' | 'epoch'>>;

/** The schools that are open, by id and by slug. A school whose file is bad at boot is not among them. */
export class Schools {
  readonly #installed: readonly AnyPlugin[];
  readonly #row: SchoolRow;
  readonly #byId = new Map<string, LiveSchool>();
  readonly #bySlug = new Map<string, LiveSchool>();
  readonly #setups = new Map<string, SchoolSetup>();
  readonly #changes = new EventEmitter();

  constructor(installed: readonly AnyPlugin[], row: SchoolRow) {
    this.#installed = installed;
    this.#row = row;
  }

  /** Opens a school, or replaces how it is set up; what runs in it sees the change with its next request. The same again is nothing. */
  async put(setup: SchoolSetup): Promise<LiveSchool> {
    const running = this.#bySlug.get(setup.slug);
    if (running && isDeepStrictEqual(this.#setups.get(setup.slug), setup)) return running;
    const { plugins, ...facts } = setup;
    const row = await this.#row(setup.slug);
    const school = { ...facts, ...row, plugins: new SchoolPlugins(this.#installed, plugins) };
    const known = this.#byId.has(school.id);
    this.#byId.set(school.id, school);
    this.#bySlug.set(school.slug, school);
    this.#setups.set(school.slug, setup);
    if (known) this.#changes.emit('changed', school);
    return school;
  }

  byId(id: string): LiveSchool | undefined {
    return this.#byId.get(id);
  }

  bySlug(slug: string): LiveSchool | undefined {
    return this.#bySlug.get(slug);
  }

  all(): readonly LiveSchool[] {
    return [...this.#byId.values()];
  }

  /** Hears of every school that was replaced. */
  onChange(hear: (school: LiveSchool) => void): void {
    this.#changes.on('changed', hear);
  }
}
