import { v7 as newId } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { inUnitOfWork } from '../../engine/commands/unit-of-work.ts';
import { pluginContext } from '../../engine/plugin-host/contexts.ts';
import type { DueNotice, PluginContext } from '../../engine/plugin-host/define-plugin.ts';
import { runPromised } from '../../engine/plugin-host/run-job.ts';
import { queriesOf } from '../../engine/testing/count-queries.ts';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import type { MessageView, RoomView } from '../../engine/views.ts';
import type { NoticeView, notifications } from './contract.ts';
import { counts } from './count.ts';
import { followConnections } from './looking.ts';
import { notify } from './notify.ts';
import { privacy } from './privacy.ts';
import plugin from './server.ts';
import { sweep } from './sweep.ts';
import { comeHere } from './test-kit.ts';

const stage = useStage();
const ON = {
  reactions: true,
  mentions: { peoplePerMinute: 1_000 },
  'join-requests': true,
  'private-threads': { studentToStudent: 'on' },
  notifications: true,
} as const;
let room: RoomView;
/** News up to here is of no interest any more. */
let before = 0;

beforeEach(async () => {
  const { engine, freshRoom, rivera, ana, ben, chidi } = stage();
  await engine.usePlugins('oakwood', ON);
  await comeHere(stage());
  room = await freshRoom();
  await engine.settled();
  for (const who of [rivera, ana, ben, chidi]) await api(who).notifications.readAll();
  await settled();
  before = engine.news.length;
});

const api = (who: TestPerson) => stage().engine.as(who);
const settled = () => stage().engine.settled();

/** What somebody is told of in a room, the newest first, once everything that was promised is done. */
async function noticesOf(who: TestPerson, inRoom: { id: string } = room): Promise<NoticeView[]> {
  await settled();
  const { notices } = await api(who).notifications.list({});
  return notices.filter(({ room: { id } }) => id === inRoom.id);
}
const namesOf = async (who: TestPerson, inRoom: { id: string } = room) =>
  (await noticesOf(who, inRoom)).map(({ notice }) => notice);
async function unread(who: TestPerson): Promise<number> {
  await settled();
  return (await api(who).notifications.counts()).unread;
}

/** The counts that somebody's devices were told since. */
async function told(who: TestPerson): Promise<unknown[]> {
  await settled();
  return stage()
    .engine.news.slice(before)
    .flatMap((news) =>
      news.kind === 'passing' && news.frame.event === 'notifications.changed' && news.person === who.id
        ? [(news.frame.payload as { unread: number }).unread]
        : [],
    );
}

/** Somebody mentions Ana. */
const mention = (who: TestPerson, text = 'well done', more: object = {}): Promise<MessageView> =>
  stage().send(room, who, `@Ana Lopez ${text}`, {
    ...more,
    with: { mentions: [{ from: 0, to: 10, person: stage().ana.id }] },
  }) as Promise<MessageView>;
const see = (who: TestPerson, seq: number) => api(who).rooms.see({ roomId: room.id, seq });
const choose = (who: TestPerson, level: 'all' | 'mentions' | 'none', mutedUntil: string | null = null) =>
  api(who).notifications.choose({ roomId: room.id, level, mutedUntil });

/** The jobs of what was said in a room, as the outbox promised them. */
const promisedIn = ({ id: roomId }: RoomView) =>
  stage()
    .engine.heard(roomId)
    .filter(({ event }) => event === 'message.sent' || event === 'mentions.named')
    .map(({ seq }) => ({
      ...{ kind: 'after', schoolId: stage().ana.schoolId, roomId, seq, payload: null, byPlugin: null },
    }));

/** Runs something as the plugin does on its own account. */
const asPlugin = <T>(act: (ctx: PluginContext<typeof notifications>) => Promise<T>, slug = 'oakwood'): Promise<T> => {
  const { engine } = stage();
  const asked = { school: engine.school(slug), person: null, plugin: 'notifications' };
  return inUnitOfWork(engine.engine, asked, (work) => act(pluginContext(work, plugin)));
};
const due = (message: MessageView, people: readonly string[], more: Partial<DueNotice> = {}): DueNotice => ({
  notice: 'engine.announcement',
  personal: false,
  roomId: message.roomId,
  seq: message.seq,
  at: message.at,
  by: { person: message.author ?? '' },
  messageId: message.id,
  people,
  ...more,
});

describe('a notice', () => {
  test('tells whom it concerns, who, where and what, and nobody else', async () => {
    const { rivera, ana, ben } = stage();
    const message = await mention(rivera);
    expect(await noticesOf(ana)).toMatchObject([
      {
        notice: 'mentions.mention',
        says: '{author} mentioned you in {room}.',
        by: { id: rivera.id, name: 'Ms Rivera' },
        room: { id: room.id, classroomId: room.classroomId, title: '7B', classroomTitle: 'Biology 7B' },
        message: { id: message.id, seq: message.seq, threadRoot: null, text: '@Ana Lopez well done' },
        at: message.at,
        read: false,
      },
    ]);
    expect([await unread(ana), await unread(ben), await unread(rivera)]).toEqual([1, 0, 0]);
    expect([await told(ana), await told(ben), await told(rivera)]).toEqual([[1], [], []]);
  });

  test('is told once, however often its job is run', async () => {
    const { engine, rivera, ana } = stage();
    await mention(rivera);
    expect(await told(ana)).toEqual([1]);
    for (const promised of [...promisedIn(room), ...promisedIn(room)]) await runPromised(engine.engine, promised);
    expect(await namesOf(ana)).toEqual(['mentions.mention']);
    expect(await told(ana)).toEqual([1]);
  });

  test('is not told again by a job that runs again once it was read', async () => {
    const { engine, rivera, ana } = stage();
    await mention(rivera);
    await settled();
    await api(ana).notifications.readAll();
    for (const promised of promisedIn(room)) await runPromised(engine.engine, promised);
    expect(await unread(ana)).toBe(0);
  });

  test('is one for a message that concerns somebody for two reasons', async () => {
    const { rivera, ana, send } = stage();
    const mine = await send(room, ana, 'What is ATP?');
    await mention(rivera, 'energy', { replyTo: mine.id });
    expect(await noticesOf(ana)).toHaveLength(1);
    expect(await unread(ana)).toBe(1);
  });

  test('that comes together with others is counted with them', async () => {
    const { rivera, ana, send } = stage();
    const sent: MessageView[] = [];
    for (const text of ['one', 'two', 'three', 'four', 'five'])
      sent.push((await send(room, rivera, text)) as MessageView);
    await Promise.all(sent.map((message) => asPlugin((ctx) => notify(due(message, [ana.id]), ctx))));
    expect((await told(ana)).at(-1)).toBe(5);
    expect(await unread(ana)).toBe(5);
  });

  test('comes in pages, the newest first', async () => {
    const { rivera, ana } = stage();
    for (let n = 1; n <= 32; n += 1) await mention(rivera, `number ${n}`);
    await settled();
    const first = await api(ana).notifications.list({});
    const last = first.notices.at(-1);
    expect(first.notices).toHaveLength(30);
    expect(first.more).toBe(true);
    expect(first.notices[0]?.message?.text).toBe('@Ana Lopez number 32');
    const next = await api(ana).notifications.list({ before: last?.id ?? '' });
    expect(next.notices.slice(0, 2).map(({ message }) => message?.text)).toEqual([
      '@Ana Lopez number 2',
      '@Ana Lopez number 1',
    ]);
  });
});

describe('the reasons', () => {
  test('an answer to what one wrote, by a quote and in a thread', async () => {
    const { ana, ben, chidi, send } = stage();
    const mine = await send(room, ana, 'What is ATP?');
    await send(room, ben, 'Energy', { replyTo: mine.id });
    await send(room, ben, 'in a thread', { threadRoot: mine.id });
    await send(room, chidi, 'me too', { threadRoot: mine.id });
    expect(await namesOf(ana)).toEqual(['engine.reply', 'engine.reply', 'engine.quote']);
    expect(await namesOf(ben)).toEqual(['engine.reply']);
    expect(await namesOf(chidi)).toEqual([]);
  });

  test('what a plugin announces in its own name', async () => {
    const { engine, freshRoom, ana } = stage();
    const board = await freshRoom({ posting: 'announcement' });
    await asPlugin((ctx) => ctx.say(board.id, { key: 'monday', text: 'School is closed on Monday' }));
    const announced = {
      notice: 'engine.announcement',
      by: { plugin: 'notifications', name: 'Notifications' },
      message: { text: 'School is closed on Monday' },
    };
    expect(await noticesOf(ana, board)).toMatchObject([announced]);
    await engine.usePlugins('oakwood', { ...ON, reactions: false });
    expect(await noticesOf(ana, board)).toMatchObject([announced]);
  });

  test('an answer in the thread of what a plugin said, to those who answered there', async () => {
    const { ana, ben, send } = stage();
    const { id } = await asPlugin((ctx) => ctx.say(room.id, { key: 'lamp', text: 'Who brings a lamp?' }));
    await send(room, ana, 'I do', { threadRoot: id });
    await send(room, ben, 'Me too', { threadRoot: id, replyTo: id });
    expect(await namesOf(ana)).toEqual(['engine.reply']);
    expect(await namesOf(ben)).toEqual([]);
  });

  test('a reaction to what one wrote, once for each who gives any', async () => {
    const { ana, ben, chidi, send } = stage();
    const { id: messageId } = await send(room, ana, 'I have the lamp');
    for (const emoji of ['👍', '🎉']) await api(ben).reactions.add({ roomId: room.id, messageId, emoji });
    await api(chidi).reactions.add({ roomId: room.id, messageId, emoji: '👍' });
    await api(ana).reactions.add({ roomId: room.id, messageId, emoji: '👍' });
    const mine = await noticesOf(ana);
    expect(mine.map(({ notice }) => notice)).toEqual(['reactions.reaction', 'reactions.reaction']);
    expect(new Set(mine.map(({ by }) => by && 'id' in by && by.id))).toEqual(new Set([ben.id, chidi.id]));
    expect(await namesOf(ben)).toEqual([]);
  });

  test('a reaction that is taken back is none, one of two that is taken back still is, and given again it is the same', async () => {
    const { engine, ana, ben, send } = stage();
    const { id: messageId } = await send(room, ana, 'I have the lamp');
    const react = async (how: 'add' | 'remove', emoji: string) => {
      await api(ben).reactions[how]({ roomId: room.id, messageId, emoji });
      await settled();
    };
    for (const emoji of ['👍', '🎉']) await react('add', emoji);
    const [given] = await noticesOf(ana);
    await react('remove', '👍');
    expect(await namesOf(ana)).toEqual(['reactions.reaction']);
    await react('remove', '🎉');
    expect([await namesOf(ana), await unread(ana), (await told(ana)).at(-1)]).toEqual([[], 0, 0]);
    await react('add', '👍');
    expect((await noticesOf(ana)).map(({ id }) => id)).toEqual([given?.id]);
    expect([await unread(ana), (await told(ana)).at(-1)]).toEqual([1, 1]);
    expect(await engine.rows('select 1 from notifications where message_id = $1', [messageId])).toHaveLength(1);
  });

  test('a mention that is edited away at once is none, whichever of what was promised is done first', async () => {
    const { rivera, ana } = stage();
    const left = [];
    for (let n = 0; n < 10; n += 1) left.push(await mention(rivera, `never mind ${n}`));
    await Promise.all(
      left.map(({ id: messageId }) => api(rivera).messages.edit({ roomId: room.id, messageId, text: 'nothing' })),
    );
    expect([await namesOf(ana), await unread(ana)]).toEqual([[], 0]);
  });

  test('a mention that is edited away is none, for those who are no longer named, and named again it is one', async () => {
    const { rivera, ana, ben } = stage();
    const message = await mention(rivera, 'see page 12');
    const edit = async (text: string) => {
      await api(rivera).messages.edit({ roomId: room.id, messageId: message.id, text });
      await settled();
    };
    expect([await namesOf(ana), await namesOf(ben)]).toEqual([['mentions.mention'], []]);
    await edit('@Ana Lopez @Ben see page 12');
    expect([await namesOf(ana), await namesOf(ben)]).toEqual([['mentions.mention'], ['mentions.mention']]);
    await edit('@Ben see page 12');
    expect([await namesOf(ana), await unread(ana), (await told(ana)).at(-1)]).toEqual([[], 0, 0]);
    expect(await namesOf(ben)).toEqual(['mentions.mention']);
    await edit('See page 12');
    expect([await namesOf(ana), await namesOf(ben)]).toEqual([[], []]);
    await edit('@Ana Lopez see page 12');
    expect([await namesOf(ana), await unread(ana), await namesOf(ben)]).toEqual([['mentions.mention'], 1, []]);
  });

  test('a private message', async () => {
    const { ana, ben, send } = stage();
    const { roomId } = await api(ana).privateThreads.start({ roomId: room.id, personId: ben.id });
    await send({ ...room, id: roomId }, ana, 'psst');
    expect(await noticesOf(ben, { id: roomId })).toMatchObject([
      { notice: 'private-threads.message', by: { id: ana.id }, message: { text: 'psst' } },
    ]);
    expect(await namesOf(ana, { id: roomId })).toEqual([]);
  });

  test('an announcement, for everybody in the room but who made it; plain talk is none', async () => {
    const { rivera, ana, ben, lopez, freshRoom, send } = stage();
    await send(room, rivera, 'plain talk');
    const board = await freshRoom({ posting: 'announcement' });
    await send(board, rivera, 'No school on Friday');
    for (const who of [ana, ben, lopez]) expect(await namesOf(who, board)).toEqual(['engine.announcement']);
    expect(await namesOf(rivera, board)).toEqual([]);
    expect(await namesOf(ana)).toEqual([]);
  });

  test('being brought into a room, not with the whole class and not by oneself', async () => {
    const { rivera, ana, ben, freshRoom } = stage();
    const club = await freshRoom({ everyone: false });
    await api(rivera).participants.add({ roomId: club.id, personId: ana.id });
    await api(ben).rooms.join({ roomId: club.id });
    expect(await noticesOf(ana, club)).toMatchObject([
      { notice: 'engine.added', by: { id: rivera.id }, message: null },
    ]);
    expect(await namesOf(ben, club)).toEqual([]);
    expect(await namesOf(ana)).toEqual([]);
  });

  test('somebody asking to join, and the answer, also when that was no; an approval is one notice', async () => {
    const { rivera, ana, chidi, freshRoom } = stage();
    const club = await freshRoom({ everyone: false, entry: 'on-request' });
    await api(ana).joinRequests.ask({ roomId: club.id });
    expect(await namesOf(rivera, club)).toEqual(['join-requests.request']);
    const answer = async (how: 'approve' | 'deny', who: TestPerson) => {
      const waiting = await api(rivera).joinRequests.list({ roomId: club.id });
      const requestIds = waiting.filter(({ name }) => name === who.name).map(({ id }) => id);
      await api(rivera).joinRequests[how]({ roomId: club.id, requestIds });
    };
    await answer('deny', ana);
    expect(await namesOf(ana, club)).toEqual(['join-requests.answer']);
    await api(chidi).joinRequests.ask({ roomId: club.id });
    await answer('approve', chidi);
    expect(await noticesOf(chidi, club)).toHaveLength(1);
  });
});

describe('reading', () => {
  test('a room clears what is told of its messages, on every device', async () => {
    const { rivera, ana } = stage();
    const first = await mention(rivera);
    const second = await mention(rivera, 'again');
    expect((await told(ana)).at(-1)).toBe(2);
    await see(ana, first.seq);
    expect([await unread(ana), (await told(ana)).at(-1)]).toEqual([1, 1]);
    await see(ana, second.seq);
    expect([await unread(ana), (await told(ana)).at(-1)]).toEqual([0, 0]);
    expect((await noticesOf(ana)).map(({ read }) => read)).toEqual([true, true]);
  });

  test('a room does not read its threads; reading a thread does', async () => {
    const { ana, ben, send } = stage();
    const root = await send(room, ana, 'What is ATP?');
    const reply = await send(room, ben, 'Energy', { threadRoot: root.id });
    await settled();
    await see(ana, reply.seq);
    expect(await unread(ana)).toBe(1);
    await api(ana).messages.seeThread({ roomId: room.id, rootId: root.id, seq: reply.seq });
    expect(await unread(ana)).toBe(0);
    expect((await told(ana)).at(-1)).toBe(0);
  });

  test('before the job runs leaves nothing to tell', async () => {
    const { rivera, ana, ben, send } = stage();
    const message = await send(room, rivera, 'hello');
    await see(ana, message.seq);
    await asPlugin((ctx) => notify(due(message, [ana.id, ben.id]), ctx));
    expect([await namesOf(ana), await namesOf(ben)]).toEqual([[], ['engine.announcement']]);
  });

  test('a room that is open clears what its cursor knows nothing of, and leaves what was not read', async () => {
    const { ana, ben, rivera, send } = stage();
    const { id: messageId } = await send(room, ana, 'I have the lamp');
    await api(ben).reactions.add({ roomId: room.id, messageId, emoji: '👍' });
    await mention(rivera);
    expect(await unread(ana)).toBe(2);
    expect(await api(ana).notifications.readOpened({ roomId: room.id })).toEqual({ unread: 1 });
    expect((await told(ana)).at(-1)).toBe(1);
  });

  test('one takes one, all takes all, and another’s are not touched', async () => {
    const { rivera, ana, ben } = stage();
    await mention(rivera);
    await mention(rivera, 'again');
    const [newest] = await noticesOf(ana);
    const id = newest?.id ?? '';
    expect(await api(ben).notifications.readOne({ id })).toEqual({ unread: 0 });
    expect(await unread(ana)).toBe(2);
    expect(await api(ana).notifications.readOne({ id })).toEqual({ unread: 1 });
    expect(await api(ana).notifications.readOne({ id })).toEqual({ unread: 1 });
    expect((await told(ana)).at(-1)).toBe(1);
    expect(await api(ana).notifications.readAll()).toEqual({ unread: 0 });
    expect((await told(ana)).at(-1)).toBe(0);
  });
});

describe('of a kind', () => {
  const forget = () => stage().engine.rows('delete from notifications_reason where person_id = $1', [stage().ana.id]);

  test('that somebody wants nothing of they are told nothing, and of the others all', async () => {
    const { ana, ben, rivera, send } = stage();
    const notice = 'mentions.mention';
    const { reasons } = await api(ana).notifications.chooseReason({ notice, bell: false, push: true, mail: true });
    expect(reasons.filter(({ bell }) => !bell)).toEqual([
      { notice, title: 'Mentions of you', bell: false, push: true, mail: true },
    ]);
    const mine = await send(room, ana, 'What is ATP?');
    await mention(rivera);
    await send(room, ben, 'Energy', { replyTo: mine.id });
    expect(await namesOf(ana)).toEqual(['engine.quote']);
    await forget();
    await mention(rivera, 'again');
    expect(await namesOf(ana)).toEqual(['mentions.mention', 'engine.quote']);
  });

  test('that is not offered here nobody can choose, and none is listed', async () => {
    const { engine, ana } = stage();
    await engine.usePlugins('oakwood', { notifications: true });
    const notice = 'mentions.mention';
    const asked = api(ana).notifications.chooseReason({ notice, bell: false, push: true, mail: true });
    expect(await refusalOf(asked)).toBe('notifications.not-offered');
    const { reasons } = await api(ana).notifications.preferences();
    expect(reasons.map((reason) => reason.notice)).toEqual([
      ...['engine.quote', 'engine.reply', 'engine.announcement', 'engine.added', 'notifications.every'],
    ]);
  });
});

describe('in a room', () => {
  test('whoever wants only what means them is told of no more', async () => {
    const { ana, ben, rivera, send } = stage();
    await choose(ana, 'mentions');
    const mine = await send(room, ana, 'What is ATP?');
    await send(room, ben, 'Energy', { replyTo: mine.id });
    await mention(rivera);
    expect(await namesOf(ana)).toEqual(['mentions.mention']);
  });

  test('whoever wants nothing is told nothing, and of the other rooms all', async () => {
    const { rivera, ana, freshRoom, send } = stage();
    await choose(ana, 'none');
    await mention(rivera);
    const board = await freshRoom({ posting: 'announcement' });
    await send(board, rivera, 'No school on Friday');
    expect([await namesOf(ana), await namesOf(ana, board)]).toEqual([[], ['engine.announcement']]);
    expect(await api(ana).notifications.choice({ roomId: room.id })).toEqual({ level: 'none', mutedUntil: null });
  });

  test('a mute holds until its time', async () => {
    const { engine, rivera, ana } = stage();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect(await choose(ana, 'all', until)).toEqual({ level: 'all', mutedUntil: until });
    await mention(rivera, 'while muted');
    await settled();
    await engine.rows(`update notifications_room set muted_until = now() - interval '1 second' where person_id = $1`, [
      ana.id,
    ]);
    await mention(rivera, 'afterwards');
    expect((await noticesOf(ana)).map(({ message }) => message?.text)).toEqual(['@Ana Lopez afterwards']);
    expect(await api(ana).notifications.choice({ roomId: room.id })).toEqual({ level: 'all', mutedUntil: null });
  });
});

describe('a text goes', () => {
  test('with the room: whoever left it sees nothing of it, until they are back', async () => {
    const { rivera, ana } = stage();
    await mention(rivera, 'between us');
    expect(await unread(ana)).toBe(1);
    await api(rivera).participants.remove({ roomId: room.id, personId: ana.id });
    expect(await noticesOf(ana)).toEqual([]);
    expect(JSON.stringify(await api(ana).notifications.list({}))).not.toContain('between us');
    expect((await told(ana)).at(-1)).toBe(0);
    await api(rivera).participants.add({ roomId: room.id, personId: ana.id });
    expect(await noticesOf(ana)).toMatchObject([{ message: { text: '@Ana Lopez between us' } }]);
  });

  test('with the message: a deleted one is no notice', async () => {
    const { rivera, ana } = stage();
    const { id: messageId } = await mention(rivera);
    expect(await unread(ana)).toBe(1);
    await api(rivera).messages.delete({ roomId: room.id, messageId });
    expect(await noticesOf(ana)).toEqual([]);
    expect(await told(ana)).toEqual([1, 0]);
    expect(await stage().engine.rows('select 1 from notifications where message_id = $1', [messageId])).toEqual([]);
  });

  test('with an edit: what is read is what stands there now', async () => {
    const { rivera, ana } = stage();
    const { id: messageId } = await mention(rivera);
    await settled();
    await api(rivera).messages.edit({ roomId: room.id, messageId, text: '@Ana Lopez nothing to see' });
    expect(await noticesOf(ana)).toMatchObject([{ message: { text: '@Ana Lopez nothing to see' } }]);
  });

  test('is nowhere in the table', async () => {
    const { rivera, ana } = stage();
    await mention(rivera, 'a secret');
    await settled();
    const rows = await stage().engine.rows('select * from notifications where room_id = $1', [room.id]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('secret');
    expect(await unread(ana)).toBe(1);
  });
});

describe('switched off', () => {
  test('it keeps nothing new and loses nothing old, and knows what was read meanwhile', async () => {
    const { engine, rivera, ana } = stage();
    const first = await mention(rivera, 'before');
    await settled();
    await engine.usePlugins('oakwood', { ...ON, notifications: false });
    expect(await refusalOf(api(ana).notifications.counts())).toBe('missing');
    await mention(rivera, 'meanwhile');
    await see(ana, first.seq);
    await settled();
    await engine.usePlugins('oakwood', ON);
    expect((await noticesOf(ana)).map(({ message, read }) => [message?.text, read])).toEqual([
      ['@Ana Lopez before', true],
    ]);
    expect(await unread(ana)).toBe(0);
  });

  test('a plugin’s notices are not shown, and are there again with it', async () => {
    const { engine, rivera, ana } = stage();
    await mention(rivera);
    expect(await unread(ana)).toBe(1);
    await engine.usePlugins('oakwood', { ...ON, mentions: false });
    expect([await noticesOf(ana), await unread(ana)]).toEqual([[], 0]);
    await engine.usePlugins('oakwood', ON);
    expect(await unread(ana)).toBe(1);
  });
});

describe('many', () => {
  test('a thousand people are told by as many statements as two, one of which keeps it all', async () => {
    const { engine, rivera, freshRoom, send } = stage();
    const board = await freshRoom({ posting: 'announcement', everyone: false });
    const people = await crowd(1_000, board.id);
    const [few, all] = [await send(board, rivera, 'few'), await send(board, rivera, 'all')];
    await settled();
    await engine.rows('delete from notifications where room_id = $1', [board.id]);
    // As it stands at the commit: what is gathered is counted for itself.
    const tell = async (message: MessageView, to: readonly string[]) => [
      ...(await queriesOf(() => asPlugin((ctx) => notify(due(message, to), ctx)))),
    ];
    const two = await tell(few, people.slice(0, 2));
    await settled();
    before = engine.news.length;
    const thousand = await tell(all, people);
    expect(thousand).toHaveLength(two.length);
    expect(thousand.filter((text) => text.includes('insert into notifications'))).toHaveLength(1);
    const [kept] = await engine.rows<{ n: number }>(
      'select count(*)::int n from notifications where room_id = $1 and message_id = $2',
      [board.id, all.id],
    );
    expect(kept?.n).toBe(1_000);
    await settled();
    const heard = engine.news.slice(before).filter((news) => news.kind === 'passing' && news.person);
    expect(heard).toHaveLength(1_000);
    const counted = (of: readonly string[]) => queriesOf(() => asPlugin((ctx) => counts.run(of, ctx)));
    expect(await counted(people)).toHaveLength((await counted(people.slice(0, 2))).length);
  });

  test('a send into a room of a thousand ends as a notice for each of them', async () => {
    const { engine, rivera, freshRoom, send } = stage();
    const board = await freshRoom({ posting: 'announcement', everyone: false });
    await crowd(1_000, board.id);
    await send(board, rivera, 'No school on Friday');
    await settled();
    const [kept] = await engine.rows<{ n: number }>('select count(*)::int n from notifications where room_id = $1', [
      board.id,
    ]);
    expect(kept?.n).toBe(1_000);
  });
});

/** Puts people of the school into a room, by the shortest way. */
async function crowd(count: number, roomId: string): Promise<readonly string[]> {
  const { engine, rivera } = stage();
  const people = Array.from({ length: count }, () => newId());
  await engine.rows(
    `insert into person (id, school_id, account_id, email, name, role, created_at)
     select id, $2, 'account of ' || id, id || '@oakwood.example', 'One of many', 'student', now() from unnest($1::uuid[]) id`,
    [people, rivera.schoolId],
  );
  await engine.rows(
    `insert into participant (room_id, person_id, school_id, role, joined_at, seen, visible_from, entered)
     select $3, id, $2, 'member', now(), 0, 0, 0 from unnest($1::uuid[]) id`,
    [people, rivera.schoolId, roomId],
  );
  await comeHere(stage());
  return people;
}

describe('whoever is not here', () => {
  test('is told nothing, and all of it when they come', async () => {
    const { engine, rivera, ana } = stage();
    await engine.rows('delete from connection where person_id = $1', [ana.id]);
    await mention(rivera);
    expect(await told(ana)).toEqual([]);
    await comeHere(stage());
    await asPlugin((ctx) => followConnections([ana.id], ctx));
    expect(await told(ana)).toEqual([1]);
  });
});

describe('nobody of another school', () => {
  test('is told, sees anything or marks anything', async () => {
    const { engine, rivera, ana, ed, send } = stage();
    await engine.usePlugins('elmgrove', { notifications: true });
    const message = await send(room, rivera, 'hello');
    await asPlugin((ctx) => notify(due(message, [ed.id, ana.id], { personal: true }), ctx));
    await asPlugin((ctx) => notify(due(message, [ed.id, ana.id]), ctx), 'elmgrove');
    expect(await namesOf(ana)).toEqual(['engine.announcement']);
    expect(await api(ed).notifications.list({})).toEqual({ notices: [], more: false });
    const [mine] = await noticesOf(ana);
    await api(ed).notifications.readOne({ id: mine?.id ?? '' });
    expect(await unread(ana)).toBe(1);
    const foreign = api(ed).notifications.choose({ roomId: room.id, level: 'none', mutedUntil: null });
    expect(await refusalOf(foreign)).toBe('missing');
    await engine.usePlugins('elmgrove', {});
  });
});

describe('what is kept', () => {
  test('goes after as many days as the school keeps it', async () => {
    const { engine, rivera, ana } = stage();
    const old = await mention(rivera, 'old');
    await mention(rivera, 'new');
    expect(await unread(ana)).toBe(2);
    await engine.rows(`update notifications set at = now() - interval '91 days' where message_id = $1`, [old.id]);
    await asPlugin((ctx) => sweep.run({}, ctx));
    expect((await noticesOf(ana)).map(({ message }) => message?.text)).toEqual(['@Ana Lopez new']);
    expect((await told(ana)).at(-1)).toBe(1);
  });

  test('is somebody’s own: out, and gone with them', async () => {
    const { engine, rivera, ana } = stage();
    await mention(rivera);
    await choose(ana, 'mentions');
    await settled();
    const [person] = await engine.rows<never>('select id from person where id = $1', [ana.id]);
    const out: unknown[] = [];
    await asPlugin(async (ctx) => {
      for await (const row of privacy.export(person as never, ctx)) out.push(row);
    });
    expect(out).toContainEqual(expect.objectContaining({ notice: 'mentions.mention', room_id: room.id }));
    expect(out).toContainEqual(expect.objectContaining({ level: 'mentions', room_id: room.id }));
    await asPlugin((ctx) => privacy.erase(person as never, ctx));
    const left = await engine.rows('select 1 from notifications where person_id = $1', [ana.id]);
    const chosen = await engine.rows('select 1 from notifications_room where person_id = $1', [ana.id]);
    expect([left, chosen]).toEqual([[], []]);
  });
});
