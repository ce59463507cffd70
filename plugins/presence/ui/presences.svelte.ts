import { SvelteMap } from 'svelte/reactivity';
import { LiveQuestion } from '#lib/kit/live-question.svelte.ts';
import type { SlotProps } from '../../../engine/client.ts';
import type { Presence, State } from '../contract.ts';
import type server from '../server.ts';
import { afterAnswer, afterNews } from './known.ts';

type Reach = Pick<SlotProps<'room.header', typeof server>, 'api' | 'me' | 'on' | 'onLive'>;

/** How often "5 minutes ago" is said anew. */
const CLOCK_MS = 30_000;

/** Somebody who shows what they are. */
export type Shown = Presence & { readonly state: State };

/** What the people of one room show: asked for in one question, then kept live. */
class Presences {
  now = $state.raw(new Date());
  #known = $state.raw<ReadonlyMap<string, Presence>>(new Map());
  readonly #reach: Reach;
  readonly #stops: readonly (() => void)[];
  readonly #question: LiveQuestion<{ readonly people: readonly Presence[] }, Presence>;

  constructor(roomId: string, reach: Reach) {
    this.#reach = reach;
    this.#question = new LiveQuestion({
      query: () => reach.api.of.query({ roomId }),
      take: ({ people }, meanwhile) => (this.#known = afterAnswer(people, meanwhile, reach.me.id)),
    });
    const clock = setInterval(() => (this.now = new Date()), CLOCK_MS);
    this.#stops = [
      reach.on('changed', ({ people }) => this.#hear(people)),
      reach.on('chosen', ({ hidden }) => this.#chose(hidden)),
      reach.onLive(() => this.#question.live()),
      () => clearInterval(clock),
    ];
    void this.#question.ask();
  }

  of(personId: string): Shown | undefined {
    const known = this.#known.get(personId);
    return known && isShown(known) ? known : undefined;
  }

  close(): void {
    this.#question.close();
    for (const stop of this.#stops) stop();
  }

  askSoon(): void {
    this.#question.askSoon();
  }

  #hear(people: readonly Presence[]): void {
    this.now = new Date();
    this.#question.hear(...people);
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
