/** The server drops what comes within three seconds: a little longer, so that none of ours is dropped. */
const WAIT_MS = 3_250;

/** When each place, a room or one of its threads, was last notified by this page. */
const notifiedAt = new Map<string, number>();

/**
 * Notifies one place of typing: at once, then at most once in a wait. Typing within the wait is notified at its end, unless
 * it was stopped by then.
 */
export class TypingNotifier {
  readonly #place: string;
  readonly #notify: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(roomId: string, threadRoot: string | null, notify: () => void) {
    this.#place = `${roomId} ${threadRoot}`;
    this.#notify = notify;
  }

  typed(): void {
    if (this.#timer !== undefined) return;
    const left = (notifiedAt.get(this.#place) ?? Number.NEGATIVE_INFINITY) + WAIT_MS - performance.now();
    if (left > 0) this.#timer = setTimeout(() => this.#now(), left);
    else this.#now();
  }

  /** Nothing is being written any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now(): void {
    this.#timer = undefined;
    notifiedAt.set(this.#place, performance.now());
    this.#notify();
  }
}
