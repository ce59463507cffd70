import { LiveQuestion } from '#lib/kit/live-question.svelte.ts';
import type { SlotProps } from '../../../engine/client.ts';
import type server from '../server.ts';
import { afterMove, type Moved, type Told } from './standing.ts';

type Reach = Pick<SlotProps<'message.below', typeof server>, 'api' | 'on' | 'onLive'>;

/** The cursors of one room or thread: asked for once for all ticks there, then kept live. */
class Cursors {
  told = $state.raw<Told>();
  readonly #place: { readonly roomId: string; readonly rootId: string | null };
  readonly #question: LiveQuestion<Told, Moved>;
  readonly #stops: readonly (() => void)[];

  constructor(roomId: string, rootId: string | null, reach: Reach) {
    this.#place = { roomId, rootId };
    this.#question = new LiveQuestion({
      query: (): Promise<Told> => reach.api.cursors.query({ roomId, ...(rootId && { rootId }) }),
      take: (told, meanwhile) => (this.told = meanwhile.reduce((now, moved) => afterMove(now, rootId, moved), told)),
    });
    this.#stops = [
      reach.on('moved', (moved) => this.#hear(moved)),
      reach.on('stale', () => this.#question.askSoon()),
      reach.on('chosen', () => this.#question.askSoon()),
      reach.onLive(() => this.#question.live()),
    ];
    void this.ask();
  }

  get failed(): boolean {
    return this.#question.failed;
  }

  close(): void {
    this.#question.close();
    for (const stop of this.#stops) stop();
  }

  ask(): Promise<void> {
    return this.#question.ask();
  }

  #hear(moved: Moved): void {
    if (moved.roomId !== this.#place.roomId) return;
    if (moved.cursors.length === 0) this.#question.askSoon();
    this.#question.hear(moved);
    if (this.told) this.told = afterMove(this.told, this.#place.rootId, moved);
  }
}

export type { Cursors };

const inUse = new Map<string, { readonly cursors: Cursors; users: number }>();

/** The cursors of a place, shared by all who show them. Answers them and how to let go. */
export function useCursors(roomId: string, rootId: string | null, reach: Reach): [Cursors, () => void] {
  const key = `${roomId} ${rootId}`;
  const shared = inUse.get(key) ?? { cursors: new Cursors(roomId, rootId, reach), users: 0 };
  inUse.set(key, shared);
  shared.users++;
  return [
    shared.cursors,
    () => {
      if (--shared.users > 0) return;
      inUse.delete(key);
      shared.cursors.close();
    },
  ];
}
