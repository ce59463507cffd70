import type { SlotProps } from '../../../engine/client.ts';
import type { receipts } from '../contract.ts';
import { afterMove, type Moved, type Told } from './standing.ts';

type Reach = Pick<SlotProps<'message.below', typeof receipts>, 'api' | 'on' | 'onLive'>;

/** Between two questions about one place: in a large room every move asks for one. */
const PAUSE_MS = 2_000;

/** The cursors of one room or thread: asked for once for all ticks there, then kept live. */
class Cursors {
  told = $state.raw<Told>();
  failed = $state(false);
  readonly #place: { readonly roomId: string; readonly rootId: string | null };
  readonly #reach: Reach;
  readonly #stops: readonly (() => void)[];
  /** Moves heard while an answer is on its way, which may be older than they are; null while none is. */
  #meanwhile: Moved[] | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(roomId: string, rootId: string | null, reach: Reach) {
    this.#place = { roomId, rootId };
    this.#reach = reach;
    this.#stops = [
      reach.on('moved', (moved) => this.#hear(moved)),
      reach.on('stale', () => this.askSoon()),
      reach.on('chosen', () => this.askSoon()),
      reach.onLive(() => this.askSoon()),
    ];
    void this.ask();
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
    const { roomId, rootId } = this.#place;
    this.#meanwhile = [];
    this.#askedAt = performance.now();
    try {
      const told: Told = await this.#reach.api.receipts.cursors.query({ roomId, ...(rootId && { rootId }) });
      this.told = this.#meanwhile.reduce((now, moved) => afterMove(now, rootId, moved), told);
      this.failed = false;
    } catch {
      // The ticks stay as they are; the next connection, and whoever opens the list, asks again.
      this.failed = true;
    } finally {
      this.#meanwhile = null;
    }
  }

  #hear(moved: Moved): void {
    if (moved.roomId !== this.#place.roomId) return;
    if (moved.cursors.length === 0) this.askSoon();
    this.#meanwhile?.push(moved);
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
