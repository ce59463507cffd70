/** What could not be told is told again after so long. */
const RETRY_MS = 30_000;

interface Options {
  /** Without a touch for so long, a page is idle; in milliseconds. */
  readonly idleAfter: number;
  readonly tell: (idle: boolean) => Promise<unknown>;
}

/**
 * Whether this page is used, told only when it changes. A touch costs a look at the clock: one timer runs, and looks, when it
 * is due, whether there were touches since. Each page tells of itself; that one of several is enough is the server's matter.
 */
export class Activity {
  #idleAfter: number;
  readonly #tell: Options['tell'];
  #usedAt = performance.now();
  #idle = false;
  /** As the server has it: a new socket is one in use. */
  #told = false;
  #telling = false;
  #closed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor({ idleAfter, tell }: Options) {
    this.#idleAfter = idleAfter;
    this.#tell = tell;
    this.#look();
  }

  /** Somebody touched the page. */
  used(): void {
    this.#usedAt = performance.now();
    if (this.#idle) this.#look();
  }

  /** The school changed its mind. */
  idleAfter(ms: number): void {
    this.#idleAfter = ms;
    this.#look();
  }

  /** The socket is a new one, of which nothing was told. */
  again(): void {
    this.#told = false;
    void this.#say();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
  }

  #look(): void {
    clearTimeout(this.#timer);
    const left = this.#usedAt + this.#idleAfter - performance.now();
    this.#idle = left <= 0;
    if (!this.#idle) this.#timer = setTimeout(() => this.#look(), left);
    void this.#say();
  }

  /** One word after the other: of two under way at once the first could arrive last. */
  async #say(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    clearTimeout(this.#retry);
    try {
      while (this.#told !== this.#idle && !this.#closed) {
        const idle = this.#idle;
        await this.#tell(idle);
        this.#told = idle;
      }
    } catch {
      if (!this.#closed) this.#retry = setTimeout(() => void this.#say(), RETRY_MS);
    } finally {
      this.#telling = false;
    }
  }
}
