/**
 * Write combining without a timer: while one batch is under way the next one gathers, and it leaves the moment the last is
 * back. At low load an item waits for nothing; at high load one round trip serves hundreds. One batch is in flight at a
 * time, so results of a combiner come back in the order of their batches.
 */
export class Combiner<In, Out> {
  readonly #run: (batch: readonly In[]) => Promise<readonly (Out | Error)[]>;
  readonly #most: number;
  #waiting: { readonly item: In; readonly resolve: (out: Out) => void; readonly reject: (cause: unknown) => void }[] =
    [];
  #busy = false;

  /** @param run answers a batch, one result per item in order: an `Error` rejects its item, a rejection all of the batch */
  constructor(run: (batch: readonly In[]) => Promise<readonly (Out | Error)[]>, most = 500) {
    this.#run = run;
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
      const batch = this.#waiting.splice(0, this.#most);
      try {
        const results = await this.#run(batch.map(({ item }) => item));
        for (const [place, { resolve, reject }] of batch.entries()) {
          const result = results[place];
          if (result instanceof Error) reject(result);
          else resolve(result as Out);
        }
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    this.#busy = false;
  }
}
