import { applyEvent, type EventFrame, type Reducers, type RoomState } from '../../../engine/client.ts';

/**
 * Joins a page that was read at one moment to a state that has moved on since: events that come while the page travels are
 * kept, and applied to it before the two are joined. Without this a reply that crosses a page would be counted twice, and
 * an edit that crosses it would be lost.
 */
export class FrameLog {
  #frames: EventFrame[] = [];
  #travelling = 0;
  #waiting: { head: number; go: () => void }[] = [];
  #head = 0;
  #life = 0;

  /** Starts over with a state that stands at `head`; pages on their way to the old one are dropped. */
  reset(head: number): void {
    this.#life++;
    this.#frames = [];
    this.#head = head;
    for (const { go } of this.#waiting.splice(0)) go();
  }

  /** To be called with each event, after it was applied. */
  push(frame: EventFrame): void {
    this.#head = frame.seq;
    if (this.#travelling > 0) this.#frames.push(frame);
    const ready = this.#waiting.filter(({ head }) => head <= frame.seq);
    this.#waiting = this.#waiting.filter(({ head }) => head > frame.seq);
    for (const { go } of ready) go();
  }

  /** Reads something that has a head, and hands it over once the state has reached that head. */
  async travel<T extends { readonly head: number }>(read: () => Promise<T>, join: (page: T) => void): Promise<void> {
    const life = this.#life;
    this.#travelling++;
    try {
      const page = await read();
      if (life === this.#life && page.head > this.#head) await this.#reach(page.head);
      if (life === this.#life) join(page);
    } finally {
      this.#travelling--;
      if (this.#travelling === 0) this.#frames = [];
    }
  }

  /** The state with everything that came after its own head. */
  catchUp(state: RoomState, reducers: Reducers): RoomState {
    return this.#frames.reduce((now, frame) => applyEvent(now, frame, reducers), state);
  }

  #reach(head: number): Promise<void> {
    return new Promise((go) => this.#waiting.push({ head, go }));
  }
}
