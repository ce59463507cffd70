/** Between two askings of one question: a class that comes in one by one is few of them. */
const PAUSE_MS = 2_000;

/** What a live question is about. */
export interface Asked<Answer, News> {
  query(): Promise<Answer>;
  /** The answer, and what was told while it was on its way: it may be older than that. */
  take(answer: Answer, meanwhile: readonly News[]): void;
}

/**
 * A question whose answer is then kept live by news: asked once at a time, and again at most every two seconds.
 * News that comes before the answer is not lost. A failed question leaves what is known; the next connection asks again.
 */
export class LiveQuestion<Answer, News> {
  failed = $state(false);
  readonly #asked: Asked<Answer, News>;
  /** What was told while an answer is on its way; null while none is. */
  #meanwhile: News[] | null = null;
  /** The connection came while a question was under way: it is asked again only if that one was lost. */
  #isOwed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(asked: Asked<Answer, News>) {
    this.#asked = asked;
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Asks now, or once the pause since the last question is over. */
  askSoon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#askedAt + PAUSE_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.ask();
    }, wait);
  }

  async ask(): Promise<void> {
    if (this.#meanwhile) {
      this.askSoon();
      return;
    }
    this.#meanwhile = [];
    this.#isOwed = false;
    this.#askedAt = performance.now();
    try {
      this.#asked.take(await this.#asked.query(), this.#meanwhile);
      this.failed = false;
    } catch {
      this.failed = true;
      if (this.#isOwed) this.askSoon();
    } finally {
      this.#meanwhile = null;
    }
  }

  /** The connection is there, for the first time or again. */
  live(): void {
    if (this.#meanwhile) this.#isOwed = true;
    else this.askSoon();
  }

  /** News that an answer under way may not know of yet. */
  hear(...news: readonly News[]): void {
    this.#meanwhile?.push(...news);
  }
}
