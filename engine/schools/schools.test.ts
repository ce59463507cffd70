import { describe, expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

describe('saving a school’s file', () => {
  test('takes effect at the next call, and off and on again loses nothing', async () => {
    const { engine, room, ana, ben, send } = stage();
    const { id: messageId } = await send(room, ana, 'Well done');
    const react = () => engine.as(ben).reactions.add({ roomId: room.id, messageId, emoji: '👍' });
    const shows = async () => (await engine.as(ana).messages.page({ roomId: room.id })).messages.at(-1)?.shows;
    await react();
    expect(await shows()).toEqual({ reactions: { '👍': [ben.id] } });

    await engine.usePlugins('oakwood', { reactions: false });
    await expect(react()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await shows()).toEqual({});
    expect((await engine.as(ana).session.me()).manifest.plugins).toEqual({});

    await engine.usePlugins('oakwood', { reactions: { palette: ['🎉'], anyEmoji: false } });
    expect(await shows()).toEqual({ reactions: { '👍': [ben.id] } });
    expect((await engine.as(ana).session.me()).manifest.plugins.reactions).toMatchObject({ palette: ['🎉'] });
    await expect(react()).rejects.toMatchObject({ cause: { code: 'reactions.not-offered' } });
  });

  test('is announced to that school, and to no other', async () => {
    const { engine } = stage();
    const before = engine.news.length;
    const { id } = await engine.usePlugins('oakwood', { reactions: true });
    expect(engine.ownNews(before)).toEqual([{ kind: 'school-changed', schoolId: id }]);
  });

  test('keeps the school’s id, and changes nothing when the file is wrong', async () => {
    const { engine } = stage();
    const before = engine.school('oakwood');
    await expect(engine.usePlugins('oakwood', { reactions: { palette: [] } })).rejects.toThrow();
    expect(engine.school('oakwood')).toBe(before);
    expect((await engine.usePlugins('oakwood', { reactions: true })).id).toBe(before.id);
  });

  test('leaves a call that runs with the file it began with', async () => {
    const { engine, room, ana, ben, send } = stage();
    const { id: messageId } = await send(room, ana, 'On the way');
    const asked = engine.as(ben).reactions.add({ roomId: room.id, messageId, emoji: '🎉' });
    await engine.usePlugins('oakwood', {});
    await asked.catch((error: unknown) => expect(error).toMatchObject({ code: 'NOT_FOUND' }));
    await engine.usePlugins('oakwood', { reactions: true });
    const { messages } = await engine.as(ana).messages.page({ roomId: room.id });
    const told = engine
      .heard(room.id)
      .filter(({ payload }) => (payload as { messageId?: string }).messageId === messageId);
    expect(Object.keys(messages.at(-1)?.shows ?? {})).toHaveLength(told.length);
  });
});

test('a person of a school that is closed for a bad file is told so, and others go on', async () => {
  const { engine, ed, ana } = stage();
  const nowhere = { ...ed, schoolId: '0199a000-0000-7000-8000-000000000001' };
  expect((await engine.ask(nowhere, 'rooms.list')).error?.data).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    error: { code: 'schools.closed' },
  });
  expect((await engine.ask(ana, 'rooms.list')).error).toBeUndefined();
});
