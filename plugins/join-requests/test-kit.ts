import type { Scene } from '../../engine/testing/laws/replay.ts';

type Cause = (scene: Scene) => Promise<unknown>;

const askAndAnswer: Cause = async ({ engine, rivera, dora, room: { id: roomId } }) => {
  await engine.as(dora).joinRequests.ask({ roomId, note: 'May I?' });
  const [request] = await engine.as(rivera).joinRequests.list({ roomId });
  await engine.as(rivera).joinRequests.deny({ roomId, requestIds: [request?.id ?? ''] });
};

/** How each recorded event comes about, for the replay law: in a room that somebody has to ask for. */
export const causes: readonly Cause[] = [
  async ({ engine, rivera, dora, room: { id: roomId } }) => {
    await engine.as(rivera).rooms.changeEntry({ roomId, entry: 'on-request' });
    await engine.as(rivera).participants.remove({ roomId, personId: dora.id });
  },
  askAndAnswer,
];
