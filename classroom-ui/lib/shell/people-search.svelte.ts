import { api } from '#lib/api.ts';
import { tellProblem } from '#lib/api-task.svelte.ts';
import type { PersonView } from '../../../engine/client.ts';

const PAUSE_MS = 200;

/** People by name while somebody types: one question a pause, and never an older answer over a newer one. */
export class PeopleSearch {
  #query = $state('');
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  found = $state.raw<readonly PersonView[]>([]);
  busy = $state(false);

  get query(): string {
    return this.#query;
  }
  set query(query: string) {
    this.#query = query;
    const mine = ++this.#asked;
    clearTimeout(this.#timer);
    this.busy = query.trim() !== '';
    if (this.busy) this.#timer = setTimeout(() => void this.#ask(mine), PAUSE_MS);
    else this.found = [];
  }

  async #ask(mine: number): Promise<void> {
    try {
      const found = await api().people.search.query({ query: this.#query.trim() });
      if (mine === this.#asked) this.found = found;
    } catch (thrown) {
      if (mine === this.#asked) tellProblem(thrown);
    } finally {
      if (mine === this.#asked) this.busy = false;
    }
  }
}
