import { describe, expect, test } from 'vitest';
import { readEvents } from '../events/replay.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

const find = async (room: { id: string }, id: string, reader = stage().ben) =>
  (await stage().engine.as(reader).messages.page({ roomId: room.id, limit: 100 })).messages.find(
    (message) => message.id === id,
  );

describe('editing', () => {
  test('changes what everybody reads, and keeps what was said before for the author and the room’s staff', async () => {
    const { engine, room, ana, ben, rivera, send } = stage();
    const { id: messageId } = await send(room, ana, 'one');
    const edit = (text: string) => engine.as(ana).messages.edit({ roomId: room.id, messageId, text });
    expect(await edit('two \n')).toEqual({ id: messageId, text: 'two' });
    await edit('three');
    expect(await find(room, messageId)).toMatchObject({ text: 'three', editedAt: expect.any(String) });
    const history = (reader = ana) => engine.as(reader).messages.history({ roomId: room.id, messageId });
    expect((await history()).map(({ text }) => text)).toEqual(['one', 'two']);
    expect(await history(rivera)).toEqual(await history());
    expect(await refusalOf(history(ben))).toBe('roles.not-allowed');
    expect(engine.heard(room.id).slice(-2)).toMatchObject([
      { event: 'message.edited', payload: { id: messageId, text: 'two' } },
      { event: 'message.edited', payload: { id: messageId, text: 'three' } },
    ]);
  });

  test('to the same text is no edit', async () => {
    const { engine, room, ana, send } = stage();
    const { id: messageId } = await send(room, ana, 'same');
    await engine.as(ana).messages.edit({ roomId: room.id, messageId, text: 'same ' });
    expect(await find(room, messageId)).toMatchObject({ editedAt: null });
    expect(await engine.as(ana).messages.history({ roomId: room.id, messageId })).toEqual([]);
  });

  test('is the author’s alone, leaves no message empty and revives no deleted one', async () => {
    const { engine, room, ana, rivera, send } = stage();
    const { id: messageId } = await send(room, ana, 'mine');
    const edit = (who: typeof ana, text: string) => engine.as(who).messages.edit({ roomId: room.id, messageId, text });
    expect(await refusalOf(edit(rivera, 'yours'))).toBe('messages.not-yours');
    expect(await refusalOf(edit(ana, ' '))).toBe('invalid');
    await engine.as(ana).messages.delete({ roomId: room.id, messageId });
    expect(await refusalOf(edit(ana, 'back'))).toBe('messages.deleted');
  });
});

describe('deleting', () => {
  test('leaves a tombstone: its place, its author, its thread, and nothing it said', async () => {
    const { engine, room, ana, ben, send } = stage();
    const quoted = await send(room, ben, 'quoted');
    const message = await send(room, ana, 'gone soon', { replyTo: quoted.id });
    await send(room, ben, 'an answer', { threadRoot: message.id });
    await engine.as(ben).reactions.add({ roomId: room.id, messageId: message.id, emoji: '👍' });
    await engine.as(ana).messages.edit({ roomId: room.id, messageId: message.id, text: 'gone now' });
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: message.id });
    expect(await find(room, message.id)).toEqual({
      ...message,
      text: '',
      quote: null,
      deletedAt: expect.any(String),
      thread: { replies: 1, authors: [ben.id], lastAt: expect.any(String), unread: 0, seen: 0 },
    });
    expect(await engine.as(ana).messages.history({ roomId: room.id, messageId: message.id })).toEqual([]);
  });

  test('takes the text from wherever it stands: row, earlier versions, log, and quotes of it', async () => {
    const { engine, room, ana, ben, rivera, send } = stage();
    const { id: messageId } = await send(room, ana, 'zebra one');
    await send(room, ben, 'I quote', { replyTo: messageId });
    await engine.as(ana).messages.edit({ roomId: room.id, messageId, text: 'zebra two' });
    await send(room, ben, 'I quote again', { replyTo: messageId });
    await engine.as(rivera).messages.delete({ roomId: room.id, messageId });
    const tables = ['message', 'message_edit', 'room_event', 'outbox'];
    for (const table of tables) {
      const left = await engine.rows(`select 1 from ${table} t where t::text like '%zebra%'`);
      expect(left, table).toEqual([]);
    }
    const told = await readEvents(engine.database, engine.school('oakwood'), room.id, 0, engine.heard(room.id).length);
    expect(JSON.stringify(told)).toContain('I quote again');
    expect(JSON.stringify(told)).not.toContain('zebra');
  });

  test('an edit leaves earlier words to the history alone: the log, and the quotes in it, say the new ones', async () => {
    const { engine, room, ana, ben, send } = stage();
    const { id: messageId } = await send(room, ana, 'okapi one');
    await send(room, ben, 'I quote', { replyTo: messageId });
    await engine.as(ana).messages.edit({ roomId: room.id, messageId, text: 'okapi two' });
    await send(room, ben, 'I quote again', { replyTo: messageId });
    await engine.as(ana).messages.edit({ roomId: room.id, messageId, text: 'gazelle' });
    const told = await readEvents(engine.database, engine.school('oakwood'), room.id, 0, engine.heard(room.id).length);
    expect(JSON.stringify(told)).not.toContain('okapi');
    expect(told?.filter((event) => JSON.stringify(event).includes('gazelle'))).toHaveLength(5);
    expect(await engine.rows(`select 1 from outbox t where t::text like '%okapi%'`)).toEqual([]);
  });

  test('is told with what is left of the thread, and once however often it is asked', async () => {
    const { engine, room, ana, ben, chidi, send } = stage();
    const root = await send(room, ana, 'root');
    const one = await send(room, ben, 'one', { threadRoot: root.id });
    const two = await send(room, chidi, 'two', { threadRoot: root.id });
    const remove = (id: string) => engine.as(stage().rivera).messages.delete({ roomId: room.id, messageId: id });
    await remove(two.id);
    expect(engine.heard(room.id).at(-1)).toMatchObject({
      event: 'message.deleted',
      payload: {
        id: two.id,
        threadRoot: root.id,
        author: chidi.id,
        seq: two.seq,
        thread: { replies: 1, authors: [ben.id], lastAt: one.at },
      },
    });
    await remove(one.id);
    expect(engine.heard(room.id).at(-1)).toMatchObject({ payload: { id: one.id, thread: null } });
    const before = engine.heard(room.id).length;
    await remove(one.id);
    expect(engine.heard(room.id)).toHaveLength(before);
    expect((await find(room, root.id))?.thread).toBeNull();
  });

  test('is the author’s and the room’s staff’s to do', async () => {
    const { engine, room, ana, ben, rivera, send } = stage();
    const { id: messageId } = await send(room, ana, 'hm');
    const remove = (who: typeof ana) => engine.as(who).messages.delete({ roomId: room.id, messageId });
    expect(await refusalOf(remove(ben))).toBe('roles.not-allowed');
    await remove(rivera);
    expect(await find(room, messageId)).toMatchObject({ text: '', author: ana.id });
  });
});
