import { live } from '#lib/api.ts';
import { session } from '#lib/session.svelte.ts';

/** A loss shorter than this is not worth a word. */
const PATIENCE_MS = 1_500;

/** How the live connection fares, in the terms of the banner. */
class Connection {
  #status = $state<string>('connecting');
  #online = $state(true);
  #patient = $state(true);
  #wasLive = false;
  /** What to tell: nothing, that the machine has no network, that we are trying, or that it is over. */
  readonly trouble = $derived.by(() => {
    if (this.#status === 'live') return null;
    if (this.#status === 'closed') return 'closed' as const;
    if (!this.#online) return 'offline' as const;
    return this.#patient ? null : ('reconnecting' as const);
  });

  /** Watches until the answer is called. */
  start(): () => void {
    this.#hear(live().status);
    const stop = live().onStatus((status) => this.#hear(status));
    const network = () => (this.#online = navigator.onLine);
    network();
    addEventListener('online', network);
    addEventListener('offline', network);
    return () => {
      stop();
      removeEventListener('online', network);
      removeEventListener('offline', network);
    };
  }

  #timer: ReturnType<typeof setTimeout> | undefined;
  #hear(status: string): void {
    this.#status = status;
    if (status === 'signed-out') void session.ended();
    // What changed of its person while this page was away, nobody told it.
    if (status === 'live' && session.person && (this.#wasLive || live().person !== session.person.id))
      void session.check();
    if (status === 'live') this.#calm();
    else this.#timer ??= setTimeout(() => (this.#patient = false), this.#wasLive ? PATIENCE_MS : 2 * PATIENCE_MS);
  }

  #calm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#patient = true;
    this.#wasLive = true;
  }
}

export const connection = new Connection();
