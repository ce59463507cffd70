import { SvelteMap } from 'svelte/reactivity';
import type { ListedThread, Reach } from '../contract.ts';
import type { ThreadsApi } from './api.ts';

// What many components of the page ask for is asked for once, and again when it may have changed.

/** News often comes several times within a moment: asked for once. */
const SOON_MS = 80;

interface Place {
  readonly api: ThreadsApi;
  readonly me: { readonly id: string };
  on(event: 'changed', hear: () => void): () => void;
  onLive(hear: () => void): () => void;
}

/** Answers of one question each, by key. */
class Answers<T> {
  readonly #answers = new SvelteMap<string, T>();
  readonly #ask: (key: string, api: ThreadsApi) => Promise<T>;
  readonly #asking = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #users = new Map<string, number>();
  readonly #asked = new Set<string>();

  constructor(ask: (key: string, api: ThreadsApi) => Promise<T>) {
    this.#ask = ask;
  }

  get(key: string): T | undefined {
    return this.#answers.get(key);
  }

  /** Keeps an answer true for as long as a component stands there; answers how to stop, as an effect does. */
  keep(key: string, { api, on, onLive }: Place): () => void {
    const renew = () => this.renew(key, api);
    this.#users.set(key, (this.#users.get(key) ?? 0) + 1);
    if (!this.#asked.has(key)) renew();
    this.#asked.add(key);
    const stops = [on('changed', renew), onLive(renew)];
    return () => {
      for (const stop of stops) stop();
      this.#users.set(key, (this.#users.get(key) ?? 1) - 1);
      if (this.#users.get(key) === 0) this.#asked.delete(key);
    };
  }

  renew(key: string, api: ThreadsApi): void {
    if (this.#asking.has(key)) return;
    const ask = async () => {
      this.#asking.delete(key);
      // What was answered last stands while it cannot be asked; the connection asks again when it is back.
      await this.#ask(key, api).then(
        (answer) => this.#answers.set(key, answer),
        () => this.#asked.delete(key),
      );
    };
    this.#asking.set(
      key,
      setTimeout(() => void ask(), SOON_MS),
    );
  }
}

/** A person's conversations, by their id. */
const lists = new Answers<readonly ListedThread[]>((_me, api) => api.list.query());
export const keepList = (place: Place): (() => void) => lists.keep(place.me.id, place);
export const listOf = (me: string): readonly ListedThread[] => lists.get(me) ?? [];
export const renewList = (me: string, api: ThreadsApi): void => lists.renew(me, api);

/** Whom of a room one can write to, by the reader's and the room's id. */
const reaches = new Answers<readonly Reach[]>((key, api) =>
  api.reach.query({ roomId: key.slice(key.indexOf(' ') + 1) }),
);
const keyOf = (me: string, roomId: string): string => `${me} ${roomId}`;
export const keepReach = (place: Place, roomId: string): (() => void) =>
  reaches.keep(keyOf(place.me.id, roomId), place);
export const reaching = (me: string, roomId: string, personId: string): boolean =>
  reaches.get(keyOf(me, roomId))?.some((reach) => reach.personId === personId) === true;
/** Whether it was answered already. */
export const knowsReach = (me: string, roomId: string): boolean => reaches.get(keyOf(me, roomId)) !== undefined;
