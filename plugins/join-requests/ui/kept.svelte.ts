/** News often comes several times within a moment: asked for once. */
const SOON_MS = 60;

/**
 * A list of the server's that several components on the page share: loaded when the first of them stands there, and again
 * whenever it may have changed.
 */
export class Kept<T> {
  list = $state.raw<readonly T[] | null>(null);
  failed = $state(false);
  #whose = '';
  #asking: Promise<void> | undefined;
  #ask: (() => Promise<readonly T[]>) | undefined;

  /** Whose list it is: another person's is forgotten. What is there already is not asked for again. */
  attend(whose: string, ask: () => Promise<readonly T[]>): void {
    this.#ask = ask;
    if (this.#whose === whose && (this.list || this.#asking)) return;
    this.#whose = whose;
    this.list = null;
    void this.renew();
  }

  /** Asks again; several within a moment are one. */
  renew(): Promise<void> {
    this.#asking ??= new Promise((done) => setTimeout(done, SOON_MS)).then(() => {
      this.#asking = undefined;
      return this.#read();
    });
    return this.#asking;
  }

  async #read(): Promise<void> {
    const whose = this.#whose;
    try {
      const list = await this.#ask?.();
      if (list && whose === this.#whose) this.list = list;
      this.failed = false;
    } catch {
      this.failed = this.list === null;
    }
  }
}
