import type { Scene } from '../../engine/testing/laws/replay.ts';

type Cause = (scene: Scene) => Promise<unknown>;

/** How the event comes about, for the replay law: named when sent, in a thread too, and named otherwise by an edit. */
export const causes: readonly Cause[] = [
  ({ send, room, rivera, ben }) =>
    send(room, rivera, '@Ben, well done', { with: { mentions: [{ from: 0, to: 4, person: ben.id }] } }),
  ({ send, room, rivera, root }) =>
    send(room, rivera, 'now @class', { threadRoot: root.id, with: { mentions: [{ from: 4, to: 10, all: 'class' }] } }),
  ({ engine, room, ana, mine }) =>
    engine.as(ana).messages.edit({ roomId: room.id, messageId: mine.id, text: 'What is a cell, @Ben and @Chidi?' }),
  ({ engine, room, ana, mine }) =>
    engine.as(ana).messages.edit({ roomId: room.id, messageId: mine.id, text: 'What is a cell, @Chidi?' }),
  ({ engine, room, ana, mine }) =>
    engine.as(ana).messages.edit({ roomId: room.id, messageId: mine.id, text: 'What is a cell?' }),
  ({ engine, room, ana, mine }) => engine.as(ana).messages.delete({ roomId: room.id, messageId: mine.id }),
];
