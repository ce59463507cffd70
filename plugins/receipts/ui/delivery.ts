/** The first word waits this long for others to join it. */
const GATHER_MS = 250;
/** Between two words. */
const PAUSE_MS = 2_000;

type Heads = Readonly<Record<string, number>>;

/** Tells the school which sequence of each room this device has: only what is new, for all rooms together. */
export class Delivery {
  readonly #tell: (heads: Heads) => Promise<unknown>;
  #has: Heads = {};
  #told: Record<string, number> = {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (heads: Heads) => Promise<unknown>) {
    this.#tell = tell;
  }

  has(heads: Heads): void {
    this.#has = heads;
    this.#wait(GATHER_MS);
  }

  /** A word may have been lost with the connection: all of it is said again. */
  again(): void {
    this.#told = {};
    this.#wait(GATHER_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    if (this.#timer === undefined && this.#news().length > 0) this.#timer = setTimeout(() => void this.#say(), ms);
  }

  #news(): [string, number][] {
    return Object.entries(this.#has).filter(([room, head]) => head > (this.#told[room] ?? 0));
  }

  async #say(): Promise<void> {
    const heads = Object.fromEntries(this.#news());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#wait(0);
    }, PAUSE_MS);
    try {
      await this.#tell(heads);
      for (const [room, head] of Object.entries(heads)) this.#told[room] = Math.max(this.#told[room] ?? 0, head);
    } catch {
      // Said again after the pause, or when the connection is back.
    }
  }
}
