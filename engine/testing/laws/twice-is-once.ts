import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../../commands/run-command.ts';
import { pluginContract } from '../../plugin-host/contract.ts';
import { definePlugin } from '../../plugin-host/define-plugin.ts';
import { SchoolPlugins } from '../../schools/school-plugins.ts';
import type { Stage } from '../stage.ts';

/** However often and on whichever way a message is sent with one clientId: it is one message, with one event. */
export function twiceIsOnceLaw(stage: () => Stage): void {
  describe('twice is once', () => {
    test('one after the other: the second is answered with the first', async () => {
      const { room, ana } = stage();
      const draft = draftFor(room.id);
      const first = await viaApi(stage(), draft);
      expect(await viaApi(stage(), { ...draft, text: 'another text' })).toBe(first);
      await expectOnce(stage(), draft, ana.id);
    });

    test('ten at once', async () => {
      const draft = draftFor(stage().room.id);
      const sent = await Promise.all(Array.from({ length: 10 }, () => viaApi(stage(), draft)));
      expect(new Set(sent).size).toBe(1);
      await expectOnce(stage(), draft, stage().ana.id);
    });

    test('ten at once in a transaction of their own, as sends are beside which plugins write', async () => {
      const draft = draftFor(stage().room.id);
      const sent = await Promise.all(Array.from({ length: 10 }, () => viaTransaction(stage(), draft)));
      expect(new Set(sent).size).toBe(1);
      await expectOnce(stage(), draft, stage().ana.id);
    });

    test('on both ways at once, round after round', async () => {
      for (let round = 0; round < 5; round += 1) {
        const draft = draftFor(stage().room.id);
        const sent = await Promise.all([viaApi, viaTransaction].map((send) => send(stage(), draft)));
        expect(new Set(sent).size).toBe(1);
        await expectOnce(stage(), draft, stage().ana.id);
      }
    });

    test.each<[string, (stage: Stage) => Promise<unknown>]>([
      ['joining a room', ({ engine, dora, room }) => engine.as(dora).rooms.join({ roomId: room.id })],
      [
        'enrolling somebody',
        ({ engine, rivera, biology, stone }) =>
          engine.as(rivera).classrooms.enrol({ classroomId: biology.id, personId: stone.id, role: 'assistant' }),
      ],
      [
        'adding somebody',
        ({ engine, rivera, room, dora }) => engine.as(rivera).participants.add({ roomId: room.id, personId: dora.id }),
      ],
      ['adding a contact', ({ engine, ana, ben }) => engine.as(ana).people.addContact({ personId: ben.id })],
    ])('%s by three at once is done once', async (_what, act) => {
      const room = await stage().freshRoom({ everyone: false });
      // A class of its own: nobody who is outside the stage's class for other laws gets into it here.
      const biology = await stage().engine.as(stage().rivera).classrooms.create({ title: 'Twice' });
      const scene = { ...stage(), room, biology };
      await Promise.all([act(scene), act(scene), act(scene)]);
      const people = stage()
        .engine.heard(room.id)
        .filter(({ event }) => event === 'participant.joined');
      const joined = people.map(
        ({ payload }) => (payload as { participant: { person: { id: string } } }).participant.person.id,
      );
      expect(joined).toEqual([...new Set(joined)]);
    });

    test('the same clientId of another person, or in another room, is another message', async () => {
      const { engine, ben } = stage();
      const draft = draftFor(stage().room.id);
      const other = await stage().freshRoom();
      const sent = [
        await viaApi(stage(), draft),
        await viaApi(stage(), { ...draft, roomId: other.id }),
        (await engine.as(ben).messages.send(draft)).message.id,
      ];
      expect(new Set(sent).size).toBe(3);
    });
  });
}

type Draft = ReturnType<typeof draftFor>;
const draftFor = (roomId: string) => ({ roomId, clientId: newId(), text: 'once' });

const viaApi = async ({ engine, ana }: Stage, draft: Draft): Promise<string> =>
  (await engine.as(ana).messages.send(draft)).message.id;

/** A plugin that writes beside every message: with it in use a send is a transaction of its own. */
const beside = definePlugin(
  pluginContract({ id: 'beside', summary: 'Writes beside messages.', settings: z.strictObject({}) }),
  {
    within: { 'message.send': () => undefined },
  },
);

async function viaTransaction({ engine, ana }: Stage, draft: Draft): Promise<string> {
  const plugins = new SchoolPlugins([...engine.plugins, beside], { beside: true });
  const school = { ...engine.school('oakwood'), plugins };
  return (await runCommand(engine.engine, { school, person: ana }, 'message.send', draft)).id;
}

async function expectOnce({ engine }: Stage, { roomId, clientId }: Draft, author: string): Promise<void> {
  const stored = await engine.rows<{ seq: string; text: string }>(
    'select seq, text from message where room_id = $1 and client_id = $2 and author_id = $3',
    [roomId, clientId, author],
  );
  const isIt = (message?: { clientId: string; author: string }) =>
    message?.clientId === clientId && message.author === author;
  const events = engine.heard(roomId).filter(({ payload }) => isIt((payload as { message?: never }).message));
  expect(stored).toMatchObject([{ text: 'once' }]);
  expect(events).toMatchObject([{ event: 'message.sent', seq: Number(stored[0]?.seq) }]);
}
