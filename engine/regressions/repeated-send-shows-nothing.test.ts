import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { type Stage, useStage } from '../testing/stage.ts';

// A send takes the express way, or a transaction of its own where a plugin writes beside it: both answer a repeated send.
const contract = pluginContract({ id: 'beside', summary: 'Writes beside.', settings: z.strictObject({}) });
const beside = definePlugin(contract, { within: { 'message.send': { run: async () => undefined } } });
const express = useStage({ schools: { oakwood: {} } });
const inTransaction = useStage({ plugins: [beside] });

describe.each<[string, () => Stage]>([
  ['on the express way', express],
  ['in a transaction', inTransaction],
])('a send that is repeated %s', (_way, stage) => {
  /** Ben quotes Ana, then Ana rewrites what he quoted. */
  const quoteThenEdit = async (history: 'all' | 'from-join') => {
    const { engine, rivera, ana, ben, freshRoom, send } = stage();
    const room = await freshRoom({ history });
    const quoted = await send(room, ana, 'first words');
    const draft = { roomId: room.id, clientId: newId(), text: 'said by Ben', replyTo: quoted.id };
    const first = await engine.as(ben).messages.send(draft);
    const edit = () => engine.as(ana).messages.edit({ roomId: room.id, messageId: quoted.id, text: 'secret words' });
    const repeat = () => engine.as(ben).messages.send(draft);
    const sent = { id: first.message.id, seq: first.seq, at: first.message.at };
    return { engine, rivera, ben, room, draft, edit, repeat, first, sent };
  };

  test('is answered whole to somebody who is in the room', async () => {
    const { repeat, edit, first } = await quoteThenEdit('all');
    await edit();
    expect((await repeat()).message).toMatchObject({ id: first.message.id, quote: { text: 'secret words' } });
  });

  test('shows somebody who was removed its id, number and time, and nothing else', async () => {
    const { engine, rivera, ben, room, repeat, edit, sent } = await quoteThenEdit('all');
    await engine.as(rivera).participants.remove({ roomId: room.id, personId: ben.id });
    await edit();
    expect(await repeat()).toEqual({ message: sent, seq: sent.seq });
  });

  test('shows nothing of a room that was deleted', async () => {
    const { engine, rivera, room, repeat, sent } = await quoteThenEdit('all');
    await engine.as(rivera).rooms.delete({ roomId: room.id });
    expect(await repeat()).toEqual({ message: sent, seq: sent.seq });
  });

  test('shows nothing that lies before the history of somebody who left and came back', async () => {
    const { engine, rivera, ben, room, repeat, edit, sent } = await quoteThenEdit('from-join');
    await engine.as(ben).participants.leave({ roomId: room.id });
    await edit();
    await engine.as(rivera).participants.add({ roomId: room.id, personId: ben.id });
    expect(await repeat()).toEqual({ message: sent, seq: sent.seq });
  });

  test('does not tell a removed author that the message was deleted', async () => {
    const { engine, rivera, ben, room, repeat, sent } = await quoteThenEdit('all');
    await engine.as(rivera).participants.remove({ roomId: room.id, personId: ben.id });
    await engine.as(rivera).messages.delete({ roomId: room.id, messageId: sent.id });
    expect(await repeat()).toEqual({ message: sent, seq: sent.seq });
  });
});
