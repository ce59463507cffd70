import { Buckets, type Rate } from './buckets.ts';

export interface FairQueueOptions {
  /** Pieces of work done at a time, of all sources together. */
  readonly atOnce: number;
  /** Of one source; as many as of all together unless said. */
  readonly perSource?: number;
  /** Pieces of one source that may wait; without it, any number. */
  readonly mostWaiting?: number;
  /** A source with more pieces than this waiting rests after each for as long as that one took. */
  readonly restsAbove?: number;
  /** Milliseconds of work of one source: beyond them its places rest until the bucket holds some again. Nothing is refused. */
  readonly budget?: Rate;
  /** The least that a piece counts in the budget, in milliseconds: much of a small piece's cost comes before its work begins. */
  readonly leastMs?: number;
  /** What a millisecond of work counts in the budget now; 1 unless said. */
  readonly price?: () => number;
  /** What a source is told whose share is full. */
  readonly refusal?: () => Error;
}

/** A piece that waits for something counts no more than this in its budget. */
const MOST_MS = 250;

interface Source {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * A queue that many share and nobody can fill: places go round among the sources that wait, so one with a thousand pieces of
 * work delays another's only piece by one. Each source's pieces are done in order.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #budgets: Buckets | undefined;
  /** Sources with work, the one that is due next first. */
  readonly #sources = new Map<string, Source>();
  #running = 0;
  #waiting = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
    this.#budgets = options.budget && new Buckets(options.budget);
  }

  /** @throws what `refusal` makes when this source has its share waiting; then nothing was begun */
  async run<T>(source: string, work: () => Promise<T>): Promise<T> {
    await this.#place(source);
    const began = performance.now();
    try {
      return await work();
    } finally {
      this.#leave(source, performance.now() - began);
    }
  }

  #place(name: string): Promise<void> | undefined {
    const source = this.#sources.get(name) ?? { running: 0, waiting: [] };
    if (this.#mayRun(source)) {
      this.#sources.set(name, source);
      this.#start(source);
      return undefined;
    }
    const { mostWaiting = Number.POSITIVE_INFINITY, refusal } = this.#options;
    if (refusal && source.waiting.length >= mostWaiting) throw refusal();
    this.#sources.set(name, source);
    this.#waiting += 1;
    return new Promise((begin) => source.waiting.push(begin));
  }

  #mayRun({ running, waiting }: Source): boolean {
    const { atOnce, perSource = atOnce } = this.#options;
    return this.#running < atOnce && running < perSource && waiting.length === 0;
  }

  #start(source: Source): void {
    this.#running += 1;
    source.running += 1;
  }

  #leave(name: string, tookMs: number): void {
    this.#running -= 1;
    const rest = this.#restAfter(name, tookMs);
    if (rest > 0) setTimeout(() => this.#rested(name), rest);
    else this.#rested(name);
    this.#startNext();
  }

  #restAfter(name: string, tookMs: number): number {
    const { restsAbove = Number.POSITIVE_INFINITY, leastMs = 0, price = () => 1 } = this.#options;
    const now = performance.now();
    this.#budgets?.take(name, now, price() * Math.min(Math.max(tookMs, leastMs), MOST_MS));
    const owed = this.#budgets?.wait(name, now, 0) ?? 0;
    return this.#source(name).waiting.length > restsAbove ? Math.max(tookMs, owed) : owed;
  }

  #rested(name: string): void {
    const source = this.#source(name);
    source.running -= 1;
    if (source.running === 0 && source.waiting.length === 0) this.#sources.delete(name);
    this.#startNext();
  }

  #source(name: string): Source {
    return this.#sources.get(name) as Source;
  }

  /** Whoever is given a place goes to the end of the round. */
  #startNext(): void {
    const { atOnce, perSource = atOnce } = this.#options;
    if (this.#waiting === 0 || this.#running >= atOnce) return;
    for (const [name, source] of this.#sources) {
      if (source.running >= perSource) continue;
      const begin = source.waiting.shift();
      if (!begin) continue;
      this.#waiting -= 1;
      this.#sources.delete(name);
      this.#sources.set(name, source);
      this.#start(source);
      begin();
      return;
    }
  }
}
