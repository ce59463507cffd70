import { api } from '#lib/api.ts';
import { Task } from '#lib/api-task.svelte.ts';
import type { Grant, SchoolPersonDetails, SchoolRole } from '../../../engine/client.ts';

/** One person of the school, as an admin sees and changes them. What was changed is read anew, with its line of history. */
export class SchoolPerson {
  readonly id: string;
  readonly loading = new Task();
  details = $state.raw<SchoolPersonDetails | null>(null);
  readonly #changed: () => unknown;
  #asked = 0;

  /** @param changed is told when something else may show the person otherwise now */
  constructor(id: string, changed: () => unknown) {
    this.id = id;
    this.#changed = changed;
    void this.load();
  }

  /** Of two answers that overtake one another the later asked for stays. */
  async load(): Promise<void> {
    const mine = ++this.#asked;
    this.loading.busy = false;
    await this.loading.run(async () => {
      const details = await api().people.details.query({ personId: this.id });
      if (mine === this.#asked) this.details = details;
    });
  }

  correctName = (name: string) => this.#act(() => api().people.correctName.mutate({ personId: this.id, name }));
  changeAddress = (email: string) => this.#act(() => api().people.changeAddress.mutate({ personId: this.id, email }));
  changeRole = (role: SchoolRole) => this.#act(() => api().people.changeRole.mutate({ personId: this.id, role }));
  grant = (grant: Grant, held: boolean) =>
    this.#act(() => api().people.grant.mutate({ personId: this.id, grant, held }));
  inviteAgain = () => this.#act(() => api().people.inviteAgain.mutate({ personId: this.id }));
  handInvitation = () => this.#act(() => api().people.handInvitation.mutate({ personId: this.id }));
  end = () => this.#act(() => api().people.end.mutate({ personId: this.id }));
  restore = () => this.#act(() => api().people.restore.mutate({ personId: this.id }));
  makeSlip = () => this.#act(() => api().people.makeSlip.mutate({ personId: this.id }));

  async #act<T>(work: () => Promise<T>): Promise<T> {
    const done = await work();
    void this.load();
    this.#changed();
    return done;
  }
}
