import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

const last = async (room: { id: string }, reader = stage().ben) =>
  (await stage().engine.as(reader).messages.page({ roomId: room.id, limit: 1 })).messages.at(-1);

describe('a message that was sent', () => {
  test('is answered as a page read at that moment shows it', async () => {
    const { engine, room, ana, send } = stage();
    const message = await send(room, ana, '\n  Is a virus alive?\n');
    expect(message).toEqual({
      id: expect.any(String),
      roomId: room.id,
      seq: engine.heard(room.id).at(-1)?.seq,
      kind: 'text',
      author: ana.id,
      clientId: expect.any(String),
      text: '  Is a virus alive?',
      note: null,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      quote: null,
      threadRoot: null,
      thread: null,
      editedAt: null,
      deletedAt: null,
      shows: {},
    });
    expect(await last(room)).toEqual(message);
  });

  test('holds ten thousand characters of any kind, and not one more', async () => {
    const { room, ana, send } = stage();
    const family = '👩‍👩‍👧';
    const text = family.repeat(2_000);
    expect([...text]).toHaveLength(10_000);
    expect((await send(room, ana, text)).text).toBe(text);
    expect(await refusalOf(send(room, ana, `${text}a`))).toBe('invalid');
  });

  test('keeps its text to the letter: quotes, backslashes, question marks, line ends and right-to-left', async () => {
    const { room, ana, send } = stage();
    const text = `'; drop table message; -- \\' ? ?? $1 {"a": "\\u0000"}\r\n\tשלום %s \u200f`;
    expect((await send(room, ana, text)).text).toBe(text.trim());
    expect((await last(room))?.text).toBe(text.trim());
  });

  test.each([
    ['    Shall I compare thee\n  to a day? \n', '    Shall I compare thee\n  to a day?'],
    ['\tMon\tTue\n8:00\tArt\t', '\tMon\tTue\n8:00\tArt'],
    [' \r\n\n\t\n  after blank lines', '  after blank lines'],
    ['\u3000从前', '\u3000从前'],
    ['\ufeffas an editor saves it', 'as an editor saves it'],
  ])('keeps the blanks in front of its first words, also when it is edited: %j', async (text, kept) => {
    const { room, ana, send, engine } = stage();
    const { id } = await send(room, ana, text);
    expect((await last(room))?.text).toBe(kept);
    await engine.as(ana).messages.edit({ roomId: room.id, messageId: id, text: `${text}!` });
    expect((await last(room))?.text).toBe(`${kept}${/\s*$/.exec(text)?.[0]}!`);
  });

  test('of blanks alone is refused, sent and edited', async () => {
    const { room, ana, send, engine } = stage();
    const { id } = await send(room, ana, 'said');
    for (const text of ['   ', '\n\t\n', '\u3000\u00a0', '\ufeff']) {
      expect(await refusalOf(send(room, ana, text))).toBe('invalid');
      expect(await refusalOf(engine.as(ana).messages.edit({ roomId: room.id, messageId: id, text }))).toBe('invalid');
    }
  });

  test('stands in the order of its number, whoever sent it when', async () => {
    const { room, ana, ben, chidi, send, freshRoom, engine } = stage();
    const mine = await freshRoom();
    const people = [ana, ben, chidi];
    const sent = await Promise.all(Array.from({ length: 60 }, (_, n) => send(mine, people[n % 3] ?? ana, `${n}`)));
    const { messages, head } = await engine.as(ana).messages.page({ roomId: mine.id, limit: 100 });
    const bySeq = [...sent].sort((a, b) => a.seq - b.seq);
    expect(messages.filter(({ kind }) => kind === 'text')).toEqual(bySeq);
    expect(head).toBe(bySeq.at(-1)?.seq);
    expect(new Set(sent.map(({ seq }) => seq)).size).toBe(60);
    expect(engine.heard(mine.id).map(({ seq }) => seq)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
    expect((await send(room, ana, 'elsewhere')).roomId).toBe(room.id);
  });
});

describe('a quote', () => {
  test('shows whom and what it quotes, cut at 280 characters', async () => {
    const { room, ana, ben, send } = stage();
    const long = await send(room, ana, '𝒳'.repeat(300));
    const reply = await send(room, ben, 'Why so long?', { replyTo: long.id });
    expect(reply.quote).toEqual({ id: long.id, author: ana.id, text: '𝒳'.repeat(280), deleted: false });
    expect((await last(room, ana))?.quote).toEqual(reply.quote);
  });

  test('follows what it quotes: edited it says so, deleted it says nothing', async () => {
    const { engine, room, ana, ben, send } = stage();
    const message = await send(room, ana, 'first');
    await send(room, ben, 'I quote', { replyTo: message.id });
    await engine.as(ana).messages.edit({ roomId: room.id, messageId: message.id, text: 'second' });
    expect((await last(room))?.quote).toMatchObject({ text: 'second', deleted: false });
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: message.id });
    expect((await last(room))?.quote).toMatchObject({ text: '', deleted: true });
  });

  test('of what is deleted, of another room, or of a system line is refused', async () => {
    const { engine, room, ana, rivera, send, freshRoom } = stage();
    const gone = await send(room, ana, 'gone');
    await engine.as(ana).messages.delete({ roomId: room.id, messageId: gone.id });
    expect(await refusalOf(send(room, ana, 'hm', { replyTo: gone.id }))).toBe('messages.deleted');
    const elsewhere = await send(await freshRoom(), ana, 'elsewhere');
    expect(await refusalOf(send(room, ana, 'hm', { replyTo: elsewhere.id }))).toBe('missing');
    const renamed = await freshRoom();
    await engine.as(rivera).rooms.rename({ roomId: renamed.id, title: 'Cells' });
    const line = (await last(renamed))?.id as string;
    expect(await refusalOf(send(renamed, ana, 'hm', { replyTo: line }))).toBe('missing');
    expect(await refusalOf(send(renamed, ana, 'hm', { threadRoot: line }))).toBe('missing');
  });
});

describe('a thread', () => {
  test('keeps its answers out of the room’s page, and sums them up on its root', async () => {
    const { engine, ana, ben, chidi, send, texts, freshRoom } = stage();
    const room = await freshRoom();
    const root = await send(room, ana, 'Questions here');
    for (const [who, text] of [
      [ben, 'one'],
      [chidi, 'two'],
      [ben, 'three'],
    ] as const)
      await send(room, who, text, { threadRoot: root.id });
    expect(await texts(room, ana)).toEqual(['Questions here']);
    const { thread } = (await last(room, ana)) ?? {};
    expect(thread).toMatchObject({ replies: 3, authors: [chidi.id, ben.id], unread: 3, seen: 0 });
    const read = await engine.as(ana).messages.thread({ roomId: room.id, rootId: root.id });
    expect(read.messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(read.root).toEqual(await last(room, ana));
    expect(thread?.lastAt).toBe(read.messages.at(-1)?.at);
  });

  test('is not nested: an answer to an answer joins its thread', async () => {
    const { room, ana, ben, send } = stage();
    const root = await send(room, ana, 'root');
    const reply = await send(room, ben, 'reply', { threadRoot: root.id });
    expect((await send(room, ana, 'to the reply', { threadRoot: reply.id })).threadRoot).toBe(root.id);
  });

  test('goes on under a root that was deleted after it began, and does not begin under one', async () => {
    const { engine, room, ana, ben, send } = stage();
    const [begun, bare] = [await send(room, ana, 'root'), await send(room, ana, 'bare')];
    const reply = await send(room, ben, 'reply', { threadRoot: begun.id });
    for (const { id: messageId } of [begun, bare]) await engine.as(ana).messages.delete({ roomId: room.id, messageId });
    expect((await send(room, ana, 'still here', { threadRoot: reply.id })).threadRoot).toBe(begun.id);
    expect(await refusalOf(send(room, ben, 'hm', { threadRoot: bare.id }))).toBe('messages.deleted');
  });

  test('has a read cursor of its own for each person, which never moves back', async () => {
    const { engine, room, ana, ben, send } = stage();
    const root = await send(room, ana, 'root');
    const one = await send(room, ben, 'one', { threadRoot: root.id });
    const two = await send(room, ben, 'two', { threadRoot: root.id });
    const see = (seq: number) => engine.as(ana).messages.seeThread({ roomId: room.id, rootId: root.id, seq });
    const unread = async () => (await last(room, ana))?.thread?.unread;
    expect(await unread()).toBe(2);
    expect(await see(one.seq)).toEqual({ seen: one.seq });
    expect(await unread()).toBe(1);
    expect(await see(two.seq)).toEqual({ seen: two.seq });
    expect(await see(0)).toEqual({ seen: two.seq });
    expect(await see(1_000_000)).toEqual({ seen: two.seq });
    expect(await unread()).toBe(0);
    expect((await last(room, ben))?.thread).toMatchObject({ unread: 0, seen: 0 });
    const told = engine.news.filter((news) => news.kind === 'passing' && news.frame.event === 'thread.seen');
    expect(told.at(-1)).toMatchObject({ person: ana.id });
  });
});

describe('nobody may send', () => {
  test('who has left or was removed, and each learns the fate of what they sent before', async () => {
    const { engine, rivera, ana, ben, send, freshRoom } = stage();
    const room = await freshRoom();
    const clientId = newId();
    const before = await send(room, ana, 'before', { clientId });
    await engine.as(ana).participants.leave({ roomId: room.id });
    await engine.as(rivera).participants.remove({ roomId: room.id, personId: ben.id });
    for (const gone of [ana, ben]) expect(await refusalOf(send(room, gone, 'after'))).toBe('missing');
    const { id, seq, at } = before;
    expect(await send(room, ana, 'before', { clientId })).toEqual({ id, seq, at });
    expect(await refusalOf(send(room, ben, 'before', { clientId }))).toBe('missing');
  });

  test('nothing: a message says something', async () => {
    const { engine, room, ana } = stage();
    for (const text of ['', '  ', '\n\t']) {
      const { error } = await engine.ask(ana, 'messages.send', { roomId: room.id, clientId: newId(), text });
      expect(error?.data.error).toMatchObject({ message: 'Write something first.', data: { field: 'text' } });
    }
  });

  test('along what no plugin of the school accepts', async () => {
    const { room, ana, send } = stage();
    expect(await refusalOf(send(room, ana, 'hi', { with: { attachments: { files: [] } } }))).toBe('invalid');
    expect(await refusalOf(send(room, ana, 'hi', { with: { reactions: {} } }))).toBe('invalid');
    expect((await send(room, ana, 'hi', { with: {} })).text).toBe('hi');
  });
});
