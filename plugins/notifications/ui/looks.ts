import type { NotificationsApi } from './api.ts';

interface Place {
  readonly roomId: string;
  readonly threadRoot?: string;
}

/**
 * Tells the server that a place is on the screen, and answers how to say that it is no longer. One word after the other: of
 * two under way at once the first could arrive last. A word that is lost costs a notice too many, or one that comes late.
 */
export class Looks {
  readonly #api: NotificationsApi['notifications'];
  #said: Promise<unknown> = Promise.resolve();

  constructor(api: NotificationsApi['notifications']) {
    this.#api = api;
  }

  at(place: Place): () => void {
    this.#say({ ...place, looking: true });
    return () => this.#say({ ...place, looking: false });
  }

  #say(word: Place & { readonly looking: boolean }): void {
    this.#said = this.#said.then(() => this.#api.look.mutate(word)).catch(() => undefined);
  }
}
