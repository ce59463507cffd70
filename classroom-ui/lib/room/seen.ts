/** Between two words to the server about how far we have read. */
const PAUSE_MS = 1_000;

/**
 * Tells the server how far the reader has read: only forward, at most once a second, the last word always said.
 * A word that is lost is said again with the next one.
 */
export class Seen {
  /** How far the server knows. */
  #told: number;
  #wanted: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #tell: (seq: number) => Promise<unknown>;

  constructor(told: number, tell: (seq: number) => Promise<unknown>) {
    this.#told = told;
    this.#wanted = told;
    this.#tell = tell;
  }

  upTo(seq: number): void {
    if (seq <= this.#wanted) return;
    this.#wanted = seq;
    if (this.#timer === undefined) this.#say();
  }

  /** Read up to here on some device of the reader, as the server says. */
  knows(seq: number): void {
    this.#told = Math.max(this.#told, seq);
    this.#wanted = Math.max(this.#wanted, seq);
  }

  /** Says again what was lost. */
  again(): void {
    if (this.#wanted > this.#told && this.#timer === undefined) this.#say();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#wanted > this.#told) void this.#tell(this.#wanted).catch(() => {});
  }

  #say(): void {
    const seq = this.#wanted;
    void this.#tell(seq).then(
      () => (this.#told = Math.max(this.#told, seq)),
      () => {},
    );
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#wanted > seq) this.#say();
    }, PAUSE_MS);
  }
}
