import type { Scene } from '../../engine/testing/laws/replay.ts';

type Cause = (scene: Scene) => Promise<unknown>;

/** How somebody comes to have a reaction that stays. */
export const personal: readonly Cause[] = [
  ({ engine, ben, room, mine }) => engine.as(ben).reactions.add({ roomId: room.id, messageId: mine.id, emoji: '👍' }),
];
