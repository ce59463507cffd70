import { toast } from '#lib/kit/toast.ts';
import type { ApiOf } from '../../../engine/client.ts';
import type { WaitingView } from '../contract.ts';
import type server from '../server.ts';
import { isConflict, sayRefusal } from './refused.ts';
import { queues } from './requests.svelte.ts';
import { words } from './words.ts';

/** The queue of one room while it is open: who waits, who is chosen, and what became of an answer. */
export class Queue {
  list = $state.raw<readonly WaitingView[] | null>(null);
  failed = $state(false);
  busy = $state(false);
  problem = $state('');
  #chosen = $state.raw<ReadonlySet<string>>(new Set());
  readonly #roomId: string;
  readonly #api: () => ApiOf<typeof server>;

  constructor(roomId: string, api: () => ApiOf<typeof server>) {
    this.#roomId = roomId;
    this.#api = api;
  }

  /** Chosen, and still waiting. */
  readonly chosen: readonly WaitingView[] = $derived.by(
    () => this.list?.filter(({ id }) => this.#chosen.has(id)) ?? [],
  );
  readonly allChosen = $derived.by(() => this.list !== null && this.chosen.length === this.list.length);

  isChosen(id: string): boolean {
    return this.chosen.some((request) => request.id === id);
  }

  choose(id: string, on: boolean): void {
    const others = [...this.#chosen].filter((each) => each !== id);
    this.#chosen = new Set(on ? [...others, id] : others);
  }

  chooseAll(on: boolean): void {
    this.#chosen = new Set(on ? this.list?.map(({ id }) => id) : []);
  }

  async read(): Promise<void> {
    try {
      const list = await this.#api().list.query({ roomId: this.#roomId });
      // Who waits alone is who one came to answer.
      if (this.list === null && list[0] && list.length === 1) this.choose(list[0].id, true);
      this.list = list;
      this.failed = false;
    } catch {
      this.failed = this.list === null;
    }
  }

  /** Answers the chosen; says whether it was done. */
  approve(): Promise<boolean> {
    return this.#answer(words.wasLetIn, (asked) => this.#api().approve.mutate(asked));
  }

  deny(reason: string): Promise<boolean> {
    return this.#answer(words.wasDenied, (asked) => this.#api().deny.mutate({ ...asked, reason }));
  }

  async #answer(
    said: (count: number, name: string) => string,
    ask: (asked: { roomId: string; requestIds: string[] }) => Promise<unknown>,
  ): Promise<boolean> {
    const answered = this.chosen;
    this.busy = true;
    this.problem = '';
    try {
      await ask({ roomId: this.#roomId, requestIds: answered.map(({ id }) => id) });
      toast(said(answered.length, answered[0]?.name ?? ''), { tone: 'success' });
      this.#chosen = new Set();
      return true;
    } catch (thrown) {
      this.problem = isConflict(thrown) ? words.meanwhile : sayRefusal(thrown);
      return false;
    } finally {
      await Promise.all([this.read(), queues.renew()]);
      this.busy = false;
    }
  }
}
