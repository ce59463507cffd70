import { Combiner, type Run } from './combiner.ts';

/**
 * Where sends to rooms that somebody else holds wait for them, each room in a lane of its own and in its order: a room in
 * which much is being changed keeps none but its own waiting. A lane is there for as long as somebody waits in it.
 */
export class RoomLanes<In extends { readonly roomId: string }, Out> {
  readonly #run: Run<In, Out>;
  readonly #lanes = new Map<string, { readonly sends: Combiner<In, Out>; waiting: number }>();

  /** @param run stores a batch, waiting for its rooms */
  constructor(run: Run<In, Out>) {
    this.#run = run;
  }

  /** Joins the lane of its room, where there is one: nothing overtakes what waits there. */
  joined(item: In): Promise<Out> | undefined {
    return this.#lanes.has(item.roomId) ? this.join(item) : undefined;
  }

  /** Waits for its room. */
  join(item: In): Promise<Out> {
    const lane = this.#lanes.get(item.roomId) ?? { sends: new Combiner(this.#run), waiting: 0 };
    this.#lanes.set(item.roomId, lane);
    lane.waiting += 1;
    return lane.sends.add(item).finally(() => {
      lane.waiting -= 1;
      if (lane.waiting === 0) this.#lanes.delete(item.roomId);
    });
  }
}
