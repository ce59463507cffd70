import { api } from '#lib/api.ts';
import { Task } from '#lib/api-task.svelte.ts';
import type { Grant, PersonState, SchoolPeoplePage, SchoolPersonView, SchoolRole } from '../../../engine/client.ts';

const PAUSE_MS = 150;

/** The people of the school as an admin looks through them: searched while they type, and page by page. */
export class PeopleList {
  readonly loading = new Task();
  readonly paging = new Task();
  shown = $state.raw<readonly SchoolPersonView[] | null>(null);
  counts = $state.raw<SchoolPeoplePage['counts'] | null>(null);
  next = $state.raw<SchoolPeoplePage['next']>(null);
  #search = $state('');
  #state = $state<PersonState>('here');
  #role = $state<SchoolRole | ''>('');
  #grant = $state<Grant | ''>('');
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get search(): string {
    return this.#search;
  }
  set search(search: string) {
    this.#search = search;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), PAUSE_MS);
  }
  get state(): PersonState {
    return this.#state;
  }
  set state(state: PersonState) {
    this.#state = state;
    void this.load();
  }
  get role(): SchoolRole | '' {
    return this.#role;
  }
  set role(role: SchoolRole | '') {
    this.#role = role;
    void this.load();
  }
  get grant(): Grant | '' {
    return this.#grant;
  }
  set grant(grant: Grant | '') {
    this.#grant = grant;
    void this.load();
  }

  /** Whether not everybody is asked for. */
  get narrowed(): boolean {
    return Boolean(this.#search.trim() || this.#role || this.#grant);
  }
  widen(): void {
    this.#search = '';
    this.#role = '';
    this.#grant = '';
    void this.load();
  }

  /** Asks anew, for as many as are shown. Of two answers that overtake one another the later asked for stays. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    const mine = ++this.#asked;
    this.loading.busy = false;
    await this.loading.run(async () => {
      const page = await api().people.list.query(this.#query());
      if (mine !== this.#asked) return;
      this.shown = page.people;
      this.counts = page.counts;
      this.next = page.next;
    });
  }

  more(): Promise<boolean> {
    const mine = this.#asked;
    return this.paging.run(async () => {
      if (!this.next) return;
      const page = await api().people.list.query({ ...this.#query(), after: this.next });
      if (mine !== this.#asked) return;
      this.shown = [...(this.shown ?? []), ...page.people];
      this.next = page.next;
    });
  }

  #query() {
    return {
      state: this.#state,
      ...(this.#search.trim() && { search: this.#search.trim() }),
      ...(this.#role && { role: this.#role }),
      ...(this.#grant && { grant: this.#grant }),
    };
  }
}
