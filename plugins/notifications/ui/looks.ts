/**
 * Tells the server that a place is on the screen, and answers how to say that it is no longer. One word after the other: of
 * two under way at once the first could arrive last. A word that is lost costs a notice too many, or one that comes late.
 */
export class Looks<Place extends object> {
  readonly #tell: (word: Place & { readonly looking: boolean }) => Promise<unknown>;
  #said: Promise<unknown> = Promise.resolve();

  constructor(tell: (word: Place & { readonly looking: boolean }) => Promise<unknown>) {
    this.#tell = tell;
  }

  at(place: Place): () => void {
    this.#say({ ...place, looking: true });
    return () => this.#say({ ...place, looking: false });
  }

  #say(word: Place & { readonly looking: boolean }): void {
    this.#said = this.#said.then(() => this.#tell(word)).catch(() => undefined);
  }
}
