import type { Scene } from '../../engine/testing/laws/replay.ts';

type Cause = (scene: Scene) => Promise<unknown>;

/** How somebody comes to have a cursor, and how they come to hide it. */
export const personal: readonly Cause[] = [
  ({ engine, ana, room }) => engine.as(ana).receipts.deliver({ heads: { [room.id]: 1 } }),
  ({ engine, ben }) => engine.as(ben).receipts.choose({ hidden: true }),
];
