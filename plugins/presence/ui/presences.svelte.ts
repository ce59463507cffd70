import { SvelteMap } from 'svelte/reactivity';
import type { SlotProps } from '../../../engine/client.ts';
import type { Presence, presence, State } from '../contract.ts';
import { afterAnswer, afterNews } from './known.ts';

type Reach = Pick<SlotProps<'room.header', typeof presence>, 'api' | 'me' | 'on' | 'onLive'>;

/** Between two questions about one room: a class that comes in one by one is few of them. */
const PAUSE_MS = 2_000;
/** How often "5 minutes ago" is said anew. */
const CLOCK_MS = 30_000;

/** Somebody who shows what they are. */
export type Shown = Presence & { readonly state: State };

/** What the people of one room show: asked for in one question, then kept live. */
class Presences {
  now = $state.raw(new Date());
  #known = $state.raw<ReadonlyMap<string, Presence>>(new Map());
  readonly #roomId: string;
  readonly #reach: Reach;
  readonly #stops: readonly (() => void)[];
  /** What was told while an answer is on its way, which may be older; null while none is. */
  #meanwhile: Presence[] | null = null;
  /** The connection came while a question was under way: it is asked again only if that one was lost. */
  #isOwed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(roomId: string, reach: Reach) {
    this.#roomId = roomId;
    this.#reach = reach;
    const clock = setInterval(() => (this.now = new Date()), CLOCK_MS);
    this.#stops = [
      reach.on('changed', ({ people }) => this.#hear(people)),
      reach.on('chosen', ({ hidden }) => this.#chose(hidden)),
      reach.onLive(() => this.#live()),
      () => clearInterval(clock),
    ];
    void this.ask();
  }

  of(personId: string): Shown | undefined {
    const known = this.#known.get(personId);
    return known && isShown(known) ? known : undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
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
      const { people } = await this.#reach.api.presence.of.query({ roomId: this.#roomId });
      this.#known = afterAnswer(people, this.#meanwhile, this.#reach.me.id);
    } catch {
      // What is known stands; the next connection asks again.
      if (this.#isOwed) this.askSoon();
    } finally {
      this.#meanwhile = null;
    }
  }

  #live(): void {
    if (this.#meanwhile) this.#isOwed = true;
    else this.askSoon();
  }

  #hear(people: readonly Presence[]): void {
    this.now = new Date();
    this.#meanwhile?.push(...people);
    this.#known = afterNews(this.#known, people, this.#reach.me.id);
  }

  /** Who hides sees nobody from now on. */
  #chose(hidden: boolean): void {
    if (hidden) this.#known = new Map();
    if (hidden || !this.#known.has(this.#reach.me.id)) this.askSoon();
  }
}

const isShown = (known: Presence): known is Shown => known.state !== null;

export type { Presences };

const inUse = new SvelteMap<string, Presences>();

/** Keeps a room's people up to date until the answer is called. One component of a room does, for all that stand in it. */
export function keepPresences(roomId: string, reach: Reach): () => void {
  const kept = new Presences(roomId, reach);
  inUse.set(roomId, kept);
  return () => {
    kept.close();
    if (inUse.get(roomId) === kept) inUse.delete(roomId);
  };
}

/** What is known of a room's people, while it is kept up to date. */
export const presencesIn = (roomId: string): Presences | undefined => inUse.get(roomId);
