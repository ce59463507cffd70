import { SvelteMap } from 'svelte/reactivity';

/** Who was not told of again for so long types no more. */
const LASTS_MS = 5_000;
/** The last key before Enter may be told of after the message it ended in. */
const LATE_MS = 1_000;

/** Who types at one place: added by each event, gone by themselves. */
export class Typists {
  readonly #people = new SvelteMap<string, ReturnType<typeof setTimeout>>();
  readonly #doneAt = new Map<string, number>();

  get ids(): readonly string[] {
    return [...this.#people.keys()];
  }

  typed(personId: string, now = performance.now()): void {
    if (now - (this.#doneAt.get(personId) ?? Number.NEGATIVE_INFINITY) < LATE_MS) return;
    clearTimeout(this.#people.get(personId));
    const gone = setTimeout(() => this.#people.delete(personId), LASTS_MS);
    this.#people.set(personId, gone);
  }

  /** They have sent what they typed. */
  sent(personId: string, now = performance.now()): void {
    this.#doneAt.set(personId, now);
    this.#remove(personId);
  }

  clear(): void {
    for (const personId of this.ids) this.#remove(personId);
  }

  #remove(personId: string): void {
    clearTimeout(this.#people.get(personId));
    this.#people.delete(personId);
  }
}
