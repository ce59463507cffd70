import { describe, expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

/** A room with messages `1` to `count` after the events of its opening. */
async function roomOf(count: number) {
  const { freshRoom, send, ana } = stage();
  const room = await freshRoom();
  const sent = [];
  for (let n = 1; n <= count; n += 1) sent.push(await send(room, ana, `${n}`));
  const first = (sent[0]?.seq ?? 1) - 1;
  const page = async (range: object) => {
    const { messages } = await stage()
      .engine.as(stage().ben)
      .messages.page({ roomId: room.id, ...range });
    return messages.map(({ text }) => Number(text));
  };
  return { room, page, seqOf: (n: number) => first + n };
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('a page', () => {
  test('is the newest fifty, oldest first, unless one asks for another', async () => {
    const { page, seqOf } = await roomOf(60);
    expect(await page({})).toEqual(numbers(11, 60));
    expect(await page({ limit: 5 })).toEqual(numbers(56, 60));
    expect(await page({ limit: 100 })).toEqual(numbers(1, 60));
    expect(await page({ before: seqOf(11) })).toEqual(numbers(1, 10));
    expect(await page({ before: seqOf(31), limit: 10 })).toEqual(numbers(21, 30));
    expect(await page({ after: seqOf(57) })).toEqual(numbers(58, 60));
    expect(await page({ after: seqOf(10), limit: 3 })).toEqual(numbers(11, 13));
    expect(await page({ around: seqOf(30), limit: 10 })).toEqual(numbers(25, 34));
    expect(await page({ around: seqOf(2), limit: 10 })).toEqual(numbers(1, 10));
    expect(await page({ around: seqOf(60), limit: 10 })).toEqual(numbers(55, 60));
    expect(await page({ before: 0 })).toEqual([]);
    expect(await page({ after: 1_000_000 })).toEqual([]);
  });

  test('tells how many live messages come after it, outside threads, and of none before a sequence', async () => {
    const { engine, ana, ben, send } = stage();
    const { room, seqOf } = await roomOf(30);
    const later = async (range: object) =>
      (await engine.as(ben).messages.page({ roomId: room.id, limit: 10, ...range })).later;
    const [last] = (await engine.as(ben).messages.page({ roomId: room.id, limit: 1 })).messages;
    expect([await later({}), await later({ before: seqOf(11) })]).toEqual([0, null]);
    expect([await later({ around: seqOf(6) }), await later({ after: seqOf(10) })]).toEqual([20, 10]);
    expect([await later({ around: seqOf(29) }), await later({ after: seqOf(25) })]).toEqual([0, 0]);
    await send(room, ana, 'in a thread', { threadRoot: last?.id ?? '' });
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: last?.id ?? '' });
    expect(await later({ around: seqOf(6) })).toBe(19);
  });

  test('tells the room’s newest number of the same moment: who follows from there misses nothing', async () => {
    const { engine, ana, ben, send, freshRoom } = stage();
    const room = await freshRoom();
    const sending = Promise.all(Array.from({ length: 30 }, (_, n) => send(room, ana, `${n}`)));
    const pages = await Promise.all(
      Array.from({ length: 20 }, () => engine.as(ben).messages.page({ roomId: room.id, limit: 100 })),
    );
    await sending;
    const all = engine
      .heard(room.id)
      .filter(({ event }) => event === 'message.sent')
      .map(({ seq }) => seq);
    for (const { messages, head } of pages) {
      expect(messages.map(({ seq }) => seq)).toEqual(all.filter((seq) => seq <= head));
    }
  });

  test('of a room without a message is empty', async () => {
    const { page } = await roomOf(0);
    expect(await page({})).toEqual([]);
  });
});

describe('a room that shows history from joining only', () => {
  test('shows newcomers, and those who come again, what was said since they came', async () => {
    const { engine, rivera, chidi, send, texts, freshRoom } = stage();
    const room = await freshRoom({ history: 'from-join' });
    const roomId = room.id;
    const old = await send(room, rivera, 'before');
    await engine.as(chidi).participants.leave({ roomId });
    await send(room, rivera, 'while away');
    await engine.as(chidi).rooms.join({ roomId });
    const now = await send(room, rivera, 'after');
    expect(await texts(room, chidi)).toEqual(['(joined)', 'after']);
    expect(await texts(room, stage().ben)).toEqual(['before', '(left)', 'while away', '(joined)', 'after']);
    const api = engine.as(chidi);
    for (const range of [{ before: now.seq }, { after: 0 }, { around: old.seq }]) {
      const { messages } = await api.messages.page({ roomId, ...range });
      expect(messages.map(({ text }) => text)).not.toContain('before');
    }
    const hidden = { roomId, messageId: old.id };
    await expect(api.messages.thread({ roomId, rootId: old.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(api.messages.history(hidden)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(api.reactions.add({ ...hidden, emoji: '👍' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(send(room, chidi, 'quote', { replyTo: old.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await api.rooms.list()).find(({ id }) => id === roomId)).toMatchObject({
      unread: 1,
      last: { text: 'after' },
    });
  });

  test('shows nothing of before even as the last message of the list', async () => {
    const { engine, rivera, chidi, send, freshRoom } = stage();
    const room = await freshRoom({ history: 'from-join', everyone: false });
    await send(room, rivera, 'before');
    await engine.as(chidi).rooms.join({ roomId: room.id });
    const mine = (await engine.as(chidi).rooms.list()).find(({ id }) => id === room.id);
    expect(mine).toMatchObject({ unread: 0, last: null });
  });
});

test('a room that shows all shows newcomers what was said before they came, as read', async () => {
  const { engine, rivera, chidi, send, texts, freshRoom } = stage();
  const room = await freshRoom({ everyone: false });
  await send(room, rivera, 'before');
  await engine.as(chidi).rooms.join({ roomId: room.id });
  expect(await texts(room, chidi)).toEqual(['before', '(joined)']);
  expect((await engine.as(chidi).rooms.details({ roomId: room.id })).unread).toBe(0);
});
