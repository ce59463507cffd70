import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { holdRow } from '../testing/hold.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

/** Runs while somebody comes into a room: they are stored as being in it, and have no number yet. */
let meanwhile: () => Promise<unknown> = async () => undefined;
const contract = pluginContract({ id: 'beside', summary: 'Stands beside.', settings: z.strictObject({}) });
const beside = definePlugin(contract, {
  within: {
    'participant.join': {
      deadline: 10_000,
      run: async () => {
        const once = meanwhile;
        meanwhile = async () => undefined;
        await once();
      },
    },
  },
});
const stage = useStage({ plugins: [beside] });
const api = (who: TestPerson) => stage().engine.as(who);
const mine = async (who: TestPerson, roomId: string) => (await api(who).rooms.list()).find(({ id }) => id === roomId);

describe('the topic', () => {
  test('is said and taken back by staff at any time, told once each, and kept as one plain line', async () => {
    const { rivera, ana, ben, texts, freshRoom } = stage();
    const { id: roomId } = await freshRoom({ topic: '  Chapter  3 ' });
    expect(await mine(ana, roomId)).toMatchObject({ topic: 'Chapter 3' });
    await api(rivera).participants.changeRole({ roomId, personId: ben.id, role: 'moderator' });
    const change = (who: TestPerson, topic: string) => api(who).rooms.changeTopic({ roomId, topic });
    expect(await change(ben, ' Chapter 4 ')).toMatchObject({ topic: 'Chapter 4' });
    expect(await change(ben, 'Chapter 4')).toMatchObject({ topic: 'Chapter 4' });
    expect(await refusalOf(change(ana, 'Party'))).toBe('roles.not-allowed');
    for (const bad of ['x'.repeat(251), 'a\nb', 'a\u202eb']) expect(await refusalOf(change(ben, bad))).toBe('invalid');
    expect(await change(rivera, '')).toMatchObject({ topic: '' });
    expect(await texts({ id: roomId }, ana)).toEqual(['(topic)', '(topic)']);
  });
});

describe('who writes', () => {
  test('changes at any time, for sends that are under way too', async () => {
    const { engine, rivera, ana, texts, send, freshRoom } = stage();
    const room = await freshRoom();
    const change = (posting: 'discussion' | 'announcement') =>
      api(rivera).rooms.changePosting({ roomId: room.id, posting });
    await send(room, ana, 'I may');
    const hold = await holdRow(engine, 'room', room.id);
    const changing = change('announcement');
    await hold.waitedForBy(1);
    const late = refusalOf(send(room, ana, 'too late'));
    await hold.waitedForBy(2);
    await hold.letGo();
    expect(await changing).toMatchObject({ posting: 'announcement' });
    expect(await late).toBe('roles.not-allowed');
    expect(await change('announcement')).toMatchObject({ posting: 'announcement' });
    await change('discussion');
    await send(room, ana, 'I may again');
    expect(await texts(room, ana)).toEqual(['I may', '(posting)', '(posting)', 'I may again']);
  });
});

describe('what newcomers see', () => {
  test('changes from now on: nobody ever sees more of the past, whoever comes, goes and comes back', async () => {
    const { rivera, ana, ben, chidi, dora, texts, send, freshRoom } = stage();
    const room = await freshRoom({ everyone: false });
    const roomId = room.id;
    const change = (history: 'all' | 'from-join') => api(rivera).rooms.changeHistory({ roomId, history });
    const join = (who: TestPerson) => api(who).rooms.join({ roomId });
    const leave = (who: TestPerson) => api(who).participants.leave({ roomId });
    const said = async (who: TestPerson) => (await texts(room, who)).filter((text) => !text.startsWith('('));
    await join(ana);
    await send(room, rivera, 'open');
    await join(ben);
    expect(await said(ben)).toEqual(['open']);
    expect(await change('from-join')).toMatchObject({ history: 'from-join', historyFrom: 0 });
    await leave(ben);
    await send(room, rivera, 'hidden');
    await join(chidi);
    await join(ben);
    await send(room, rivera, 'hidden too');
    const opened = await change('all');
    expect(opened).toMatchObject({ history: 'all', historyFrom: expect.any(Number) });
    expect(await mine(ana, roomId)).toMatchObject({ history: 'all', historyFrom: expect.any(Number) });
    await send(room, rivera, 'open again');
    await join(dora);
    await leave(ana);
    await join(ana);
    await leave(chidi);
    await send(room, rivera, 'while Chidi was away');
    await join(chidi);
    expect(await said(rivera)).toEqual(['open', 'hidden', 'hidden too', 'open again', 'while Chidi was away']);
    expect(await said(ana)).toEqual(['open again', 'while Chidi was away']);
    expect(await said(ben)).toEqual(['hidden too', 'open again', 'while Chidi was away']);
    expect(await said(chidi)).toEqual(['open again', 'while Chidi was away']);
    expect(await said(dora)).toEqual(['open again', 'while Chidi was away']);
  });

  test('is told nobody by a quote or an edit either, when the past was hidden only once', async () => {
    const { rivera, ana, send, freshRoom } = stage();
    const room = await freshRoom({ everyone: false, history: 'from-join' });
    const old = await send(room, rivera, 'hidden');
    await api(rivera).rooms.changeHistory({ roomId: room.id, history: 'all' });
    await api(ana).rooms.join({ roomId: room.id });
    expect(await refusalOf(send(room, rivera, 'as I said', { replyTo: old.id }))).toBe('messages.before-others');
    const edit = { roomId: room.id, messageId: old.id, text: 'anew' };
    expect(await refusalOf(api(rivera).messages.edit(edit))).toBe('messages.before-others');
    expect(await refusalOf(send(room, ana, 'what?', { replyTo: old.id }))).toBe('missing');
  });

  test('is decided by whoever changed it last, also while somebody is coming in', async () => {
    const { rivera, ana, ben, texts, send, freshRoom } = stage();
    const room = await freshRoom({ everyone: false });
    const roomId = room.id;
    await send(room, rivera, 'before');
    const change = (history: 'all' | 'from-join') => api(rivera).rooms.changeHistory({ roomId, history });
    const seesBefore = async (who: TestPerson) => (await texts(room, who)).includes('before');
    meanwhile = () => change('from-join');
    await api(ana).rooms.join({ roomId });
    expect(await seesBefore(ana)).toBe(false);
    meanwhile = () => change('all');
    await api(ben).rooms.join({ roomId });
    expect(await seesBefore(ben)).toBe(false);
    expect(await mine(ben, roomId)).toMatchObject({ history: 'all' });
  });

  test('shows nothing of the past when two change it at once, the one back and the other forth', async () => {
    const { engine, rivera, ana, ben, texts, send, freshRoom } = stage();
    for (const first of ['all', 'from-join'] as const) {
      const room = await freshRoom({ everyone: false });
      const roomId = room.id;
      await send(room, rivera, 'before');
      await api(rivera).participants.add({ roomId, personId: ana.id });
      await api(rivera).participants.changeRole({ roomId, personId: ana.id, role: 'moderator' });
      const change = (who: TestPerson, history: 'all' | 'from-join') =>
        api(who).rooms.changeHistory({ roomId, history });
      const hold = await holdRow(engine, 'room', roomId);
      const one = change(rivera, first);
      await hold.waitedForBy(1);
      const other = change(ana, first === 'all' ? 'from-join' : 'all');
      await hold.waitedForBy(2);
      await hold.letGo();
      await Promise.all([one, other]);
      await change(rivera, 'from-join');
      await change(rivera, 'all');
      await api(ben).rooms.join({ roomId });
      expect((await texts(room, ben)).includes('before')).toBe(false);
      expect(await mine(ben, roomId)).toMatchObject({ history: 'all', historyFrom: expect.any(Number) });
    }
  });
});
