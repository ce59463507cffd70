import { beforeEach, describe, expect, test } from 'vitest';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { until } from '../../engine/testing/until.ts';
import { Emoji } from './contract.ts';
import { addShown, removeShown } from './reduce.ts';

const stage = useStage();
let message: { readonly id: string };

beforeEach(async () => {
  await stage().engine.usePlugins('oakwood', { reactions: true });
  message = await stage().send(stage().room, stage().ana, 'Well done, all of you');
});

const react = (who: TestPerson, emoji: string, messageId = message.id) =>
  stage().engine.as(who).reactions.add({ roomId: stage().room.id, messageId, emoji });
const takeBack = (who: TestPerson, emoji: string) =>
  stage().engine.as(who).reactions.remove({ roomId: stage().room.id, messageId: message.id, emoji });
const shown = async (reader = stage().ben) => {
  const { messages } = await stage().engine.as(reader).messages.page({ roomId: stage().room.id, limit: 100 });
  return messages.find(({ id }) => id === message.id)?.shows.reactions;
};
const told = () =>
  stage()
    .engine.heard(stage().room.id)
    .filter(({ payload }) => (payload as { messageId?: string }).messageId === message.id);

describe('reacting', () => {
  test('shows everybody who gave which emoji, and says so in the room', async () => {
    const { ana, ben, chidi } = stage();
    await react(ben, '👍');
    await react(chidi, '👍');
    await react(ben, '🎉');
    for (const reader of [ana, ben])
      expect(await shown(reader)).toEqual({ '👍': [ben.id, chidi.id].sort(), '🎉': [ben.id] });
    expect(told()).toMatchObject([
      { event: 'reactions.added', by: { person: ben.id }, payload: { personId: ben.id, emoji: '👍' } },
      { event: 'reactions.added', by: { person: chidi.id } },
      { event: 'reactions.added', payload: { emoji: '🎉' } },
    ]);
  });

  test('twice is once, also at the same moment; taking back what is not there is nothing', async () => {
    const { ben, chidi } = stage();
    await Promise.all([react(ben, '👍'), react(ben, '👍'), react(ben, '👍')]);
    await takeBack(chidi, '👍');
    await takeBack(ben, '🎉');
    expect(await shown()).toEqual({ '👍': [ben.id] });
    expect(told()).toHaveLength(1);
    await Promise.all([takeBack(ben, '👍'), takeBack(ben, '👍')]);
    expect(await shown()).toBeUndefined();
    expect(told()).toHaveLength(2);
  });

  test('takes one emoji of the standard, and nothing else', async () => {
    for (const emoji of ['👍', '👍🏽', '❤️', '👩‍👩‍👧', '🇳🇬', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) {
      expect(Emoji.safeParse(emoji).success, emoji).toBe(true);
    }
    for (const text of [
      '',
      'a',
      '1',
      '👍👍',
      '👍 ',
      '❤',
      '\u200d',
      '🇳',
      '\ud83d',
      '<b>',
      '__proto__',
      '👍'.repeat(40),
    ]) {
      expect(Emoji.safeParse(text).success, JSON.stringify(text)).toBe(false);
    }
    const asked = { roomId: stage().room.id, messageId: message.id, emoji: 'ok' };
    const { error } = await stage().engine.ask(stage().ben, 'reactions.add', asked);
    expect(error?.data.error).toMatchObject({ fault: 'invalid', data: { field: 'emoji' } });
  });
});

describe('what a school sets', () => {
  test('offers its palette, and all other emoji only if it says so', async () => {
    const { engine, ben } = stage();
    await engine.usePlugins('oakwood', { reactions: { palette: ['🎉'], anyEmoji: false } });
    await react(ben, '🎉');
    expect(await refusalOf(react(ben, '👍'))).toBe('reactions.not-offered');
    await engine.usePlugins('oakwood', { reactions: { palette: ['🎉'] } });
    await react(ben, '👍');
  });

  test('bounds how many different emoji a message holds, also when many react at once', async () => {
    const { engine, ben, chidi } = stage();
    await engine.usePlugins('oakwood', { reactions: { perMessage: 2 } });
    const many = await Promise.allSettled(['👍', '🎉', '🤔', '👀', '😂'].map((emoji) => react(ben, emoji)));
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const held = Object.keys((await shown()) as object);
    expect(held).toHaveLength(2);
    await react(chidi, held[0] as string);
    expect(await refusalOf(react(chidi, '🥇'))).toBe('reactions.too-many');
  });
});

describe('nobody reacts', () => {
  test('who only observes', async () => {
    expect(await refusalOf(react(stage().lopez, '👍'))).toBe('reactions.not-allowed');
  });

  test('in an archived room, nor takes back', async () => {
    const { engine, rivera, ben, send, freshRoom } = stage();
    const room = await freshRoom();
    const { id: messageId } = await send(room, ben, 'hi');
    const asked = { roomId: room.id, messageId, emoji: '👍' };
    await engine.as(ben).reactions.add(asked);
    await engine.as(rivera).rooms.archive({ roomId: room.id, archived: true });
    expect(await refusalOf(engine.as(ben).reactions.add({ ...asked, emoji: '🎉' }))).toBe('reactions.archived');
    expect(await refusalOf(engine.as(ben).reactions.remove(asked))).toBe('reactions.archived');
  });

  test('to what was deleted: its reactions are gone for good, from the table too', async () => {
    const { engine, room, ana, ben } = stage();
    await react(ben, '👍');
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: message.id });
    expect(await shown()).toBeUndefined();
    expect(await refusalOf(react(ben, '🎉'))).toBe('reactions.gone');
    await until(
      async () => (await engine.rows('select 1 from reactions where message_id = $1', [message.id])).length === 0,
    );
  });

  test('to the lines that the engine says', async () => {
    const { engine, rivera, ben, freshRoom } = stage();
    const room = await freshRoom();
    await engine.as(rivera).rooms.rename({ roomId: room.id, title: 'Cells' });
    const { messages } = await engine.as(ben).messages.page({ roomId: room.id });
    const messageId = messages[0]?.id as string;
    expect(await refusalOf(engine.as(ben).reactions.add({ roomId: room.id, messageId, emoji: '👍' }))).toBe('missing');
  });
});

describe('on a screen', () => {
  const [ana, ben] = ['0190a000-0000-7000-8000-00000000000a', '0190a000-0000-7000-8000-00000000000b'];

  test('people stand in one order, whoever came first', () => {
    const one = addShown(addShown(undefined, { emoji: '👍', personId: ben }), { emoji: '👍', personId: ana });
    expect(one).toEqual({ '👍': [ana, ben] });
    expect(addShown(one, { emoji: '👍', personId: ana })).toEqual(one);
  });

  test('an emoji that nobody gives any more is gone, and what is left is nothing', () => {
    const both = { '👍': [ana], '🎉': [ana, ben] };
    expect(removeShown(both, { emoji: '👍', personId: ana })).toEqual({ '🎉': [ana, ben] });
    expect(removeShown({ '👍': [ana] }, { emoji: '👍', personId: ana })).toBeUndefined();
    expect(removeShown({ '👍': [ana] }, { emoji: '👍', personId: ben })).toEqual({ '👍': [ana] });
    expect(removeShown(undefined, { emoji: '👍', personId: ana })).toBeUndefined();
    expect(both).toEqual({ '👍': [ana], '🎉': [ana, ben] });
  });
});
