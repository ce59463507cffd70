/**
 * Write combining without a timer: while one batch is under way the next one gathers, and it leaves the moment the last is
 * back. At low load an item waits for nothing; at high load one round trip serves hundreds. One batch is in flight at a
 * time, so results of a combiner come back in the order of their batches.
 */
export class Combiner<In, Out> {
  readonly #run: Run<In, Out>;
  readonly #elsewhere: (item: In) => Promise<Out> | undefined;
  readonly #most: number;
  #waiting: Waiting<In, Out>[] = [];
  #busy = false;

  constructor(run: Run<In, Out>, { elsewhere = () => undefined, most = 500 }: Options<In, Out> = {}) {
    this.#run = run;
    this.#elsewhere = elsewhere;
    this.#most = most;
  }

  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#busy) {
        this.#busy = true;
        queueMicrotask(() => void this.#flush());
      }
    });
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most).filter((waiting) => !this.#sentElsewhere(waiting));
      if (batch.length === 0) continue;
      try {
        const results = await this.#run(batch.map(({ item }) => item));
        for (const [place, { resolve, reject }] of batch.entries()) {
          const result = results[place];
          if (result instanceof Error) reject(result);
          else resolve(result as Out | Promise<Out>);
        }
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    this.#busy = false;
  }

  #sentElsewhere({ item, resolve }: Waiting<In, Out>): boolean {
    const promised = this.#elsewhere(item);
    if (promised) resolve(promised);
    return promised !== undefined;
  }
}

/** Answers a batch, one result per item in order: an `Error` rejects its item, a rejection all of the batch. */
export type Run<In, Out> = (batch: readonly In[]) => Promise<readonly (Out | Error | Promise<Out>)[]>;

interface Options<In, Out> {
  /** What is answered somewhere else after all, asked of each item as its turn comes. */
  readonly elsewhere?: (item: In) => Promise<Out> | undefined;
  readonly most?: number;
}
interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (out: Out | Promise<Out>) => void;
  readonly reject: (cause: unknown) => void;
}
