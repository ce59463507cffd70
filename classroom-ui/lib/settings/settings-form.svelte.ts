import { api } from '#lib/api.ts';
import { fieldOf } from '#lib/api-problem.ts';
import { Task } from '#lib/api-task.svelte.ts';
import { sayProblem } from '#lib/words.ts';
import type { OfferedPlugin, SchoolSettingsView } from '../../../engine/client.ts';
import { dateIn, timeIn } from './places.ts';
import { faultOf, settingsOf } from './setting-kinds.ts';
import { tell } from './words.ts';

export type Path =
  | readonly [word: 'title' | 'locale' | 'timezone' | 'registration']
  | readonly ['plugins', string, string?];

const LOOKS = 5;
const PAUSE_MS = 1_000;

/** What an admin has typed on the page of settings, beside what the school's file says. */
export class SettingsForm {
  readonly loading = new Task();
  readonly saving = new Task();
  view = $state.raw<SchoolSettingsView | null>(null);
  /** Saved, and the other servers are asked whether they have it too. */
  settling = $state(false);
  /** Faults are told once somebody tried to save. */
  tried = $state(false);
  /** By path; what equals the file is not here. */
  #typed = $state.raw<ReadonlyMap<string, { readonly path: Path; readonly value: unknown }>>(new Map());

  get closed(): boolean {
    return this.view?.closed != null;
  }

  /** Who changed the file meanwhile, where the last save was refused for that; empty: nobody knows. */
  get changedBy(): string | null {
    const { problem } = this.saving;
    return problem?.code === 'schools.changed' ? String(problem.data.by ?? '') : null;
  }

  /** What has been typed and differs from the file. */
  readonly changes = $derived.by(() =>
    [...this.#typed.values()].filter(({ path, value }) => !alike(value, this.#saved(path))),
  );

  value(path: Path): unknown {
    const typed = this.#typed.get(path.join());
    return typed ? typed.value : this.#saved(path);
  }

  set(path: Path, value: unknown): void {
    const typed = new Map(this.#typed);
    if (alike(value, this.#saved(path))) typed.delete(path.join());
    else typed.set(path.join(), { path, value });
    this.#typed = typed;
  }

  /** What a setting is unless it is said. */
  usual(path: Path): unknown {
    const plugin = this.view?.offered.find(({ id }) => id === path[1]);
    return plugin?.defaults[path[2] ?? ''];
  }

  isChanged(path: Path): boolean {
    return this.changes.some((change) => change.path.join() === path.join());
  }

  discard(): void {
    this.#typed = new Map();
    this.tried = false;
    this.saving.problem = null;
  }

  /** What is wrong with a value, by this page or by the server. */
  fault(path: Path): string | null {
    const own = this.tried && this.isChanged(path) ? this.#ownFault(path) : null;
    if (own) return own;
    const { problem } = this.saving;
    const field = problem && fieldOf(problem);
    const here = ['settings', ...path].join('.');
    return problem && field && (field === here || field.startsWith(`${here}.`)) ? sayProblem(problem) : null;
  }

  /** Reads the file anew; what was typed stays. */
  load(): Promise<boolean> {
    return this.loading.run(async () => {
      this.view = await api().schools.settings.query();
    });
  }

  async reload(): Promise<void> {
    if (await this.load()) this.saving.problem = null;
  }

  /** Answers whether it was saved. */
  async save(): Promise<boolean> {
    this.tried = true;
    const { view, changes } = this;
    if (!view || changes.length === 0 || changes.some(({ path }) => this.#ownFault(path))) return false;
    const isSaved = await this.saving.run(async () => {
      await api().schools.configure.mutate({ fingerprint: view.fingerprint, settings: draftOf(changes) });
      this.view = await api().schools.settings.query();
    });
    if (isSaved) {
      this.discard();
      void this.#settle();
    }
    return isSaved;
  }

  /** With several servers it takes a moment until all of them have the file. */
  async #settle(): Promise<void> {
    this.settling = this.view?.closed === 'other-nodes';
    for (let look = 0; this.settling && look < LOOKS; look += 1) {
      await new Promise((over) => setTimeout(over, PAUSE_MS));
      await this.load();
      this.settling = this.view?.closed === 'other-nodes';
    }
    this.settling = false;
  }

  #saved(path: Path): unknown {
    const settings = this.view?.settings;
    if (path[0] !== 'plugins') return settings?.[path[0]];
    const plugin = settings?.plugins[path[1]];
    return path[2] === undefined ? plugin?.on : plugin?.settings[path[2]];
  }

  #ownFault(path: Path): string | null {
    const value = this.value(path);
    if (path[0] === 'plugins') {
      const setting = this.#offered(path[1]).find(({ key }) => key === path[2]);
      return setting ? faultOf(setting, value) : null;
    }
    if (path[0] === 'title') return String(value).trim() ? null : tell('needed');
    if (path[0] === 'locale') return dateIn(String(value)) ? null : tell('school.locale.wrong');
    if (path[0] === 'timezone') return timeIn(String(value), 'en') ? null : tell('school.timezone.wrong');
    return typeof value === 'object' && (value as { domains: unknown[] }).domains.length === 0
      ? tell('domains.none')
      : null;
  }

  #offered(id: string) {
    const plugin = this.view?.offered.find((one: OfferedPlugin) => one.id === id);
    return plugin ? settingsOf(plugin.schema) : [];
  }
}

type Draft = Parameters<ReturnType<typeof api>['schools']['configure']['mutate']>[0]['settings'];

function draftOf(changes: readonly { readonly path: Path; readonly value: unknown }[]): Draft {
  const words: Partial<Record<string, unknown>> = {};
  const plugins = new Map<string, { id: string; on?: boolean; settings?: Record<string, unknown> }>();
  for (const { path, value } of changes) {
    if (path[0] !== 'plugins') {
      words[path[0]] = value;
      continue;
    }
    const plugin = plugins.get(path[1]) ?? { id: path[1] };
    plugins.set(path[1], plugin);
    if (path[2] === undefined) plugin.on = value as boolean;
    else plugin.settings = { ...plugin.settings, [path[2]]: value };
  }
  return { ...(words as Omit<Draft, 'plugins'>), ...(plugins.size > 0 && { plugins: [...plugins.values()] }) };
}

const alike = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
