import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../commands/run-command.ts';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { SchoolPlugins } from '../schools/school-plugins.ts';
import { holdRow } from '../testing/hold.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';

// An edit or a quote that was let through just before somebody came told them what had been said before they came.
const stage = useStage();

/** A room that shows history from joining, with Ana and Ben in it, and something Ana said there. */
async function roomWithPast() {
  const { engine, ana, ben, send, freshRoom } = stage();
  const { id: roomId } = await freshRoom({ history: 'from-join', everyone: false });
  for (const who of [ana, ben]) await engine.as(who).rooms.join({ roomId });
  const { id: messageId } = await send({ id: roomId }, ana, 'zebra');
  return { roomId, messageId };
}

const ROUNDS = 8;

/** Chidi enters while something is asked: both wait for the room, which is anybody's who wakes first. */
async function whileChidiEnters(roomId: string, ask: () => Promise<unknown>): Promise<void> {
  const { engine, chidi } = stage();
  const room = await holdRow(engine, 'room', roomId);
  const both = Promise.allSettled([engine.as(chidi).rooms.join({ roomId }), refusalOf(ask())]);
  await room.waitedForBy(2);
  await room.letGo();
  const [entered, refused] = await both;
  expect(entered.status).toBe('fulfilled');
  if (refused.status === 'fulfilled') expect(refused.value).toBe('messages.before-others');
}

/** What everybody in the room is told once Chidi is in it. */
function toldChidi(roomId: string): string {
  const events = stage().engine.heard(roomId);
  const entry = events.findLast(({ event }) => event === 'participant.joined')?.seq ?? 0;
  return JSON.stringify(events.filter(({ seq }) => seq >= entry));
}

test('who enters while an older message is edited does not hear what it says', async () => {
  const { engine, ana } = stage();
  for (let round = 0; round < ROUNDS; round += 1) {
    const { roomId, messageId } = await roomWithPast();
    await whileChidiEnters(roomId, () => engine.as(ana).messages.edit({ roomId, messageId, text: 'zebra, for all' }));
    expect(toldChidi(roomId)).not.toContain('zebra');
  }
});

/** With it in use, a send is a transaction of its own instead of a place in a batch. */
const beside = definePlugin(
  pluginContract({ id: 'beside', summary: 'Writes beside messages.', settings: z.strictObject({}) }),
  { within: { 'message.send': () => undefined } },
);

test.each([
  ['on the fast way', false],
  ['in a transaction of its own', true],
])('nor who enters while it is quoted %s', async (_way, transaction) => {
  const { engine, ben } = stage();
  const live = engine.school('oakwood');
  const plugins = new SchoolPlugins([...engine.plugins, beside], { beside: true });
  const asked = { school: transaction ? { ...live, plugins } : live, person: ben };
  for (let round = 0; round < ROUNDS; round += 1) {
    const { roomId, messageId } = await roomWithPast();
    const draft = { roomId, clientId: newId(), text: 'well said', replyTo: messageId };
    await whileChidiEnters(roomId, () => runCommand(engine.engine, asked, 'message.send', draft));
    expect(toldChidi(roomId)).not.toContain('zebra');
  }
});
