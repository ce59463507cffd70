import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../commands/run-command.ts';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { SchoolPlugins } from '../schools/school-plugins.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();
const ROUNDS = 30;
const SENDS = 12;

/** Sends that begin now and a little later, so that some are under way whenever the other thing happens. */
const staggered = <T>(send: () => Promise<T>): Promise<T>[] =>
  Array.from({ length: SENDS }, async (_, n) => {
    for (let turn = 0; turn < n % 4; turn += 1) await new Promise((go) => setImmediate(go));
    return send();
  });

/** With it in use, a send is a transaction of its own instead of a place in a batch. */
const beside = definePlugin(
  pluginContract({ id: 'beside', summary: 'Writes beside messages.', settings: z.strictObject({}) }),
  { within: { 'message.send': () => undefined } },
);

test.each([
  ['on the fast way', false],
  ['in transactions of their own', true],
])(
  'no message of somebody removed stands after their leaving, however many they were sending %s',
  async (_way, transaction) => {
    const { engine, rivera, ana, freshRoom } = stage();
    const live = engine.school('oakwood');
    const school = transaction
      ? { ...live, plugins: new SchoolPlugins([...engine.plugins, beside], { beside: true }) }
      : live;
    let stored = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id: roomId } = await freshRoom({ everyone: false });
      await engine.as(ana).rooms.join({ roomId });
      const send = () =>
        runCommand(engine.engine, { school, person: ana }, 'message.send', { roomId, clientId: newId(), text: 'hi' });
      const sending = staggered(send);
      const removal = engine.as(rivera).participants.remove({ roomId, personId: ana.id });
      const ended = await Promise.allSettled([...sending, removal]);
      for (const { reason } of ended.filter((one) => one.status === 'rejected'))
        expect(reason).toMatchObject({ fault: 'missing' });

      const [left] = engine.heard(roomId).filter(({ event }) => event === 'participant.left');
      const own = await engine.rows<{ seq: string }>(
        'select seq from message where room_id = $1 and author_id = $2 and kind = $3',
        [roomId, ana.id, 'text'],
      );
      stored += own.length;
      for (const { seq } of own) expect(Number(seq)).toBeLessThan(left?.seq ?? 0);
      expect(own).toHaveLength(ended.filter(({ status }) => status === 'fulfilled').length - 1);
      expect(await send().catch(({ fault }) => fault)).toBe('missing');
    }
    // Else the removal was never in a race, and nothing was proven.
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(ROUNDS * SENDS);
  },
);

test('an archive that races sends has the last word too', async () => {
  const { engine, rivera, ana, send, freshRoom } = stage();
  for (let round = 0; round < ROUNDS; round += 1) {
    const room = await freshRoom();
    const sending = staggered(() => send(room, ana, 'hi'));
    await Promise.allSettled([...sending, engine.as(rivera).rooms.archive({ roomId: room.id, archived: true })]);
    const events = engine.heard(room.id);
    const archived = events.findIndex(({ event }) => event === 'room.archived');
    expect(events.slice(archived).map(({ event, by }) => [event, by])).toEqual([
      ['room.archived', { person: rivera.id }],
      ['message.sent', { person: rivera.id }],
    ]);
  }
});
