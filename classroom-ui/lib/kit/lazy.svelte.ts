import { MissingPart } from './missing-part.ts';

/** A server that answers is asked for a part so often; one that does not answer is asked once. */
const TRIES = 2;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** What became of parts that were asked for. */
class Parts {
  /** The server answers and does not have a part: only loading the page anew can help. */
  gone = $state(false);
  /** Counts up when parts that could not be reached may be reached again. */
  epoch = $state(0);
  #watching = false;

  /** Nobody answered: waits until somebody does, asking less and less often. */
  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    void this.#wait().then(() => {
      this.#watching = false;
      this.epoch++;
    });
  }

  async #wait(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      await pauseUnlessOnline(pause);
      if (await serverAnswers()) return;
    }
  }
}
export const parts = new Parts();

/**
 * A part of the page that is fetched when it is first asked for; everything that is imported later goes through here. While
 * it cannot be had, asking again costs no request, until the server can be reached again or half a minute has passed.
 * Where it is asked for in a template, it is asked for again when the server is back.
 * @throws MissingPart, which the page tells by itself
 */
export function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let part: Promise<T> | undefined;
  let epoch = 0;
  let failedAt = Number.POSITIVE_INFINITY;
  return () => {
    if (epoch !== parts.epoch || performance.now() - failedAt > LONGEST_PAUSE_MS) {
      if (failedAt !== Number.POSITIVE_INFINITY) part = undefined;
      epoch = parts.epoch;
    }
    if (part) return part;
    failedAt = Number.POSITIVE_INFINITY;
    part = fetchPart(load);
    part.catch(() => (failedAt = performance.now()));
    return part;
  };
}

async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  // Some browsers remember for as long as the page is open that a part could not be had, and never ask for it again.
  if (navigator.onLine === false) {
    parts.watch();
    throw new MissingPart(true, undefined);
  }
  for (let tries = 1; ; tries++) {
    try {
      return await load();
    } catch (cause) {
      const answers = await serverAnswers();
      if (answers && tries < TRIES) await pauseUnlessOnline(FIRST_PAUSE_MS);
      else {
        if (answers) parts.gone = true;
        else parts.watch();
        throw new MissingPart(!answers, cause);
      }
    }
  }
}

/** A page that stays open for days must not ask another origin, nor its own cache. */
const serverAnswers = () =>
  fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

const pauseUnlessOnline = (ms: number) =>
  new Promise<void>((go) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      go();
    };
    const timer = setTimeout(end, ms);
    addEventListener('online', end);
  });
