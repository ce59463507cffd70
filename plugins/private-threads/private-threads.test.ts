import { v7 as newId } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { refusalOf } from '../../engine/testing/refusal-of.ts';
import { useStage } from '../../engine/testing/stage.ts';
import type { RoomView } from '../../engine/views.ts';
import { everywhere, privately } from './test-kit.ts';

const stage = useStage();
const { api, rule, start, send, details, rooms, told } = privately(stage);
let parent: RoomView;

beforeEach(async () => {
  await rule();
  parent = await stage().freshRoom();
});

const begin = (from = stage().ana, to = stage().ben, more = {}) => start(from, to, { roomId: parent.id, ...more });
const list = async (who = stage().ana) =>
  (await api(who).privateThreads.list()).filter(({ parentId }) => parentId === parent.id);

describe('starting', () => {
  test('makes one conversation for two people of a room, whoever starts and however often', async () => {
    const { ana, ben } = stage();
    const first = await begin();
    expect(await begin()).toEqual(first);
    expect(await begin(ben, ana)).toEqual(first);
    const room = await api(ana).rooms.details({ roomId: first.id });
    expect(room).toMatchObject({
      kind: 'private-thread',
      parentId: parent.id,
      title: 'Ben',
      role: 'member',
      unread: 0,
    });
    expect(await api(ben).rooms.details({ roomId: first.id })).toMatchObject({ title: 'Ana Lopez', role: 'member' });
    expect(await list()).toMatchObject([
      { roomId: first.id, people: [{ id: ben.id }], closed: null, supervised: false },
    ]);
  });

  test('by both at once, and by one many times at once, is one conversation', async () => {
    const { ana, ben } = stage();
    const made = await Promise.all([begin(), begin(ben, ana), begin(), begin(ben, ana), begin(), begin(ben, ana)]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await list()).toHaveLength(1);
  });

  test('in another room is another conversation, with a history and a count of its own', async () => {
    const { ana, ben } = stage();
    const here = await begin();
    const there = await start(ana, ben, { roomId: (await stage().freshRoom()).id });
    expect(there).not.toEqual(here);
    await send(here, ana, 'hello');
    const unread = async ({ id: roomId }: { id: string }) => (await api(ben).rooms.details({ roomId })).unread;
    expect([await unread(here), await unread(there)]).toEqual([1, 0]);
  });

  test('with anybody who is not in the room is missing, always in the same words', async () => {
    const { ana, ben, dora, head, ed, rivera, engine } = stage();
    const gone = await stage().person('oakwood', 'student', 'Gone');
    await api(rivera).classrooms.enrol({ classroomId: stage().biology.id, personId: gone.id, role: 'student' });
    await api(rivera).participants.remove({ roomId: parent.id, personId: gone.id });
    const former = await stage().person('oakwood', 'student', 'Former');
    await api(rivera).classrooms.enrol({ classroomId: stage().biology.id, personId: former.id, role: 'student' });
    await engine.rows('update person set left_at = now() where id = $1', [former.id]);
    const elsewhere = await stage().freshRoom({ everyone: false });
    await api(rivera).participants.add({ roomId: elsewhere.id, personId: dora.id });
    const thread = await begin();
    const ask = (roomId: string, personId: string) => engine.ask(ana, 'privateThreads.start', { roomId, personId });
    const never = await ask(parent.id, newId());
    expect(never.error?.data.code).toBe('NOT_FOUND');
    for (const personId of [ana.id, gone.id, former.id, head.id, ed.id])
      expect(await ask(parent.id, personId)).toEqual(never);
    expect(await ask(elsewhere.id, dora.id)).toEqual(never);
    expect(await ask(thread.id, ben.id)).toEqual(never);
    expect(await ask(newId(), ben.id)).toEqual(never);
    await api(rivera).classrooms.unenrol({ classroomId: stage().biology.id, personId: gone.id });
    await engine.rows('update person set left_at = null where id = $1', [former.id]);
    await api(rivera).classrooms.unenrol({ classroomId: stage().biology.id, personId: former.id });
  });

  test('about a message puts it on top for both, also in a conversation that is there', async () => {
    const { ana, ben, chidi, dora, rivera, engine } = stage();
    const question = await send(parent, chidi, 'Who has the lamp?');
    const thread = await begin(ana, chidi);
    await engine.settled();
    const before = told(chidi);
    expect(await begin(ana, chidi, { replyTo: question.id })).toEqual(thread);
    expect(told(chidi)).toBe(before + 1);
    const place = { messageId: question.id, seq: question.seq, threadRoot: null };
    const about = { ...place, author: chidi.id, text: 'Who has the lamp?', deleted: false };
    for (const who of [ana, chidi]) expect((await details(thread, who)).about).toMatchObject(about);
    await engine.settled();
    const [anas, chidis] = [told(ana), told(chidi)];
    await api(chidi).messages.edit({ roomId: parent.id, messageId: question.id, text: 'Who has my lamp?' });
    await engine.settled();
    expect([told(ana), told(chidi)]).toEqual([anas + 1, chidis + 1]);
    expect((await details(thread, ana)).about).toMatchObject({ text: 'Who has my lamp?' });
    await api(chidi).messages.delete({ roomId: parent.id, messageId: question.id });
    await engine.settled();
    expect([told(ana), told(chidi)]).toEqual([anas + 2, chidis + 2]);
    expect((await details(thread, ana)).about).toMatchObject({ text: '', deleted: true });
    expect(await refusalOf(begin(ana, ben, { replyTo: question.id }))).toBe('private-threads.gone');
    const elsewhere = await send(stage().room, chidi, 'in another room');
    expect(await refusalOf(begin(ana, dora, { replyTo: elsewhere.id }))).toBe('missing');
    expect(await list(dora)).toEqual([]);
    expect(engine.heard(thread.id).map(({ event }) => event)).not.toContain('message.sent');
    expect(await rooms(rivera)).not.toContain(thread.id);
  });

  test('about a message shows it to nobody whose history of the room begins after it', async () => {
    const { ana, rivera } = stage();
    const hidden = await stage().freshRoom({ history: 'from-join', everyone: false });
    await api(rivera).participants.add({ roomId: hidden.id, personId: ana.id });
    const { id: replyTo } = await send(hidden, ana, 'before you came');
    const late = await stage().person('oakwood', 'student', 'Late');
    await api(rivera).classrooms.enrol({ classroomId: stage().biology.id, personId: late.id, role: 'student' });
    await api(rivera).participants.add({ roomId: hidden.id, personId: late.id });
    const thread = await start(ana, late, { roomId: hidden.id, replyTo });
    expect((await details(thread, ana)).about?.text).toBe('before you came');
    expect((await details(thread, late)).about).toBeNull();
  });

  test('is refused in an archived room, where those that are there can be read', async () => {
    const { ana, ben, chidi, rivera } = stage();
    const thread = await begin();
    await send(thread, ana, 'hi');
    await api(rivera).rooms.archive({ roomId: parent.id, archived: true });
    expect(await refusalOf(begin(ana, chidi))).toBe('private-threads.archived');
    expect(await begin()).toEqual(thread);
    expect(await refusalOf(send(thread, ben, 'too late'))).toBe('private-threads.archived');
    expect((await details(thread, ana)).closed).toBe('archived');
    expect(await stage().texts(thread, ben)).toEqual(['hi']);
    await api(rivera).rooms.archive({ roomId: parent.id, archived: false });
    await send(thread, ben, 'again');
  });
});

describe('inside', () => {
  test('everything a room can do works: quotes, threads, edits, deletions, reactions, unread and seen', async () => {
    const { ana, ben } = stage();
    const thread = await begin();
    const first = await send(thread, ana, 'helo');
    await api(ana).messages.edit({ roomId: thread.id, messageId: first.id, text: 'hello' });
    await send(thread, ben, 'hi you', { replyTo: first.id });
    await send(thread, ben, 'aside', { threadRoot: first.id });
    await api(ben).reactions.add({ roomId: thread.id, messageId: first.id, emoji: '👍' });
    const { messages, head } = await api(ana).messages.page({ roomId: thread.id });
    expect(messages).toMatchObject([
      { text: 'hello', thread: { replies: 1 }, shows: { reactions: { '👍': [ben.id] } } },
      { text: 'hi you', quote: { id: first.id } },
    ]);
    const listed = async () => (await api(ana).rooms.list()).find(({ id }) => id === thread.id);
    expect(await listed()).toMatchObject({
      ...{ unread: 1, last: { author: ben.id, text: 'hi you' } },
      threads: { [first.id]: { seen: 0, unread: 1 } },
    });
    expect(stage().engine.news).toContainEqual(
      expect.objectContaining({ person: ana.id, frame: expect.objectContaining({ event: 'thread.replied' }) }),
    );
    await api(ana).rooms.see({ roomId: thread.id, seq: head });
    expect(await listed()).toMatchObject({ unread: 0, threads: { [first.id]: { unread: 1 } } });
    await api(ana).messages.delete({ roomId: thread.id, messageId: first.id });
    expect(await stage().texts(thread, ben)).toEqual(['', 'hi you']);
  });

  test('follows the name and the picture of whom one talks with, in the list of the other', async () => {
    const { ana, ben, chidi } = stage();
    const thread = await begin();
    const before = stage().engine.news.length;
    await api(ben).session.rename({ name: 'Benjamin' });
    const told = stage().engine.news.slice(before);
    const to = (event: string) =>
      told.flatMap((news) => (news.kind === 'passing' && news.frame.event === event ? [news] : []));
    const retitled = to('room.retitled').filter(
      ({ frame }) => (frame.payload as { roomId: string }).roomId === thread.id,
    );
    expect(retitled.map(({ person }) => person)).toEqual([ana.id]);
    expect(to('private-threads.changed').map(({ person }) => person)).toContain(ana.id);
    expect(to('private-threads.changed').map(({ person }) => person)).not.toContain(chidi.id);
    expect((await list()).map(({ people }) => people[0]?.name)).toEqual(['Benjamin']);
    expect(await api(ana).rooms.details({ roomId: thread.id })).toMatchObject({ title: 'Benjamin' });
    await api(ben).session.rename({ name: 'Ben' });
  });

  test('a send that is tried again, also ten times at once, is one message', async () => {
    const { ana } = stage();
    const thread = await begin();
    const draft = { roomId: thread.id, clientId: newId(), text: 'once' };
    const sent = await Promise.all(Array.from({ length: 10 }, () => api(ana).messages.send(draft)));
    expect(new Set(sent.map(({ message }) => message.id)).size).toBe(1);
    const events = stage()
      .engine.heard(thread.id)
      .map(({ event }) => event);
    expect(events.filter((event) => event === 'message.sent')).toHaveLength(1);
    expect(events.filter((event) => event === 'private-threads.written')).toHaveLength(1);
  });

  test('what makes no sense between two is refused', async () => {
    const { ana, ben, chidi, rivera, head } = stage();
    const thread = await begin(rivera, ana);
    const roomId = thread.id;
    const theirs = await send(thread, ana, 'mine');
    for (const who of [ana, rivera]) {
      const { participants, rooms: room } = api(who);
      expect(await refusalOf(participants.leave({ roomId }))).toBe('private-threads.only-two');
      for (const act of [
        () => participants.add({ roomId, personId: chidi.id }),
        () => participants.remove({ roomId, personId: ben.id }),
        () => participants.changeRole({ roomId, personId: who.id, role: 'host' }),
        () => room.rename({ roomId, title: 'Ours' }),
        () => room.archive({ roomId, archived: true }),
        () => room.delete({ roomId }),
      ])
        expect(await refusalOf(act())).toBe('roles.not-allowed');
    }
    expect(await refusalOf(api(rivera).messages.delete({ roomId, messageId: theirs.id }))).toBe('roles.not-allowed');
    for (const who of [chidi, ben, head]) expect(await refusalOf(api(who).rooms.join({ roomId }))).toBe('missing');
    expect((await api(chidi).rooms.browse()).map(({ id }) => id)).not.toContain(roomId);
  });

  test('says for whom each message is, for those who notify', async () => {
    const { ana, ben } = stage();
    const thread = await begin();
    const { id: messageId } = await send(thread, ana, 'hi');
    const written = stage()
      .engine.heard(thread.id)
      .find(({ event }) => event === 'private-threads.written');
    expect(written).toMatchObject({
      by: { person: ana.id },
      payload: { messageId, personId: ben.id, supervised: false },
    });
  });
});

describe('leaving the room it belongs to', () => {
  test('closes it for whoever left, on their open screens too, and coming back opens it', async () => {
    const { engine, ana, ben } = stage();
    const thread = await begin();
    await send(thread, ana, 'hello');
    const before = told(ana);
    await api(ben).participants.leave({ roomId: parent.id });
    expect(await rooms(ben)).not.toContain(thread.id);
    expect(await list(ben)).toEqual([]);
    expect(await refusalOf(send(thread, ben, 'still here?'))).toBe('missing');
    expect(await refusalOf(details(thread, ben))).toBe('missing');
    await engine.settled();
    expect(told(ana)).toBeGreaterThan(before);
    expect(await details(thread, ana)).toMatchObject({ closed: 'left' });
    expect(await api(ana).rooms.details({ roomId: thread.id })).toMatchObject({ role: 'observer' });
    expect(await stage().texts(thread, ana)).toEqual(['hello']);
    expect(await refusalOf(send(thread, ana, 'are you there?'))).toBe('private-threads.left');
    expect(await refusalOf(begin())).toBe('missing');
    await api(ben).rooms.join({ roomId: parent.id });
    expect(await rooms(ben)).toContain(thread.id);
    expect(await stage().texts(thread, ben)).toEqual(['hello']);
    await send(thread, ana, 'welcome back');
    expect(await details(thread, ana)).toMatchObject({ closed: null });
  });

  test('by being removed, or taken off the roster, is leaving; enrolled again they are back in it', async () => {
    const { ana, ben, rivera, biology } = stage();
    const thread = await begin();
    await api(rivera).participants.remove({ roomId: parent.id, personId: ben.id });
    expect(await rooms(ben)).not.toContain(thread.id);
    await api(rivera).participants.add({ roomId: parent.id, personId: ben.id });
    expect(await rooms(ben)).toContain(thread.id);
    await api(rivera).classrooms.unenrol({ classroomId: biology.id, personId: ben.id });
    expect(await rooms(ben)).not.toContain(thread.id);
    expect((await details(thread, ana)).closed).toBe('left');
    await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: ben.id, role: 'student' });
    expect(await rooms(ben)).toContain(thread.id);
    await send(thread, ben, 'back again');
    expect(await stage().texts(thread, ana)).toEqual(['back again']);
  });

  test('for good, by leaving the school, leaves the other with what was said', async () => {
    const { engine, ana } = stage();
    const leaver = await stage().person('oakwood', 'teacher', 'Leaver');
    await api(stage().rivera).classrooms.enrol({
      classroomId: stage().biology.id,
      personId: leaver.id,
      role: 'teacher',
    });
    const thread = await begin(ana, leaver);
    await send(thread, leaver, 'goodbye');
    await engine.rows('update person set left_at = now() where id = $1', [leaver.id]);
    expect((await details(thread, ana)).closed).toBe('left');
    expect(await refusalOf(send(thread, ana, 'wait'))).toBe('private-threads.left');
    expect(await stage().texts(thread, ana)).toEqual(['goodbye']);
  });

  test('goes with the room: deleted it is out of sight, restored it is back', async () => {
    const { ana, head, rivera } = stage();
    const thread = await begin();
    await api(rivera).rooms.delete({ roomId: parent.id });
    expect(await rooms(ana)).not.toContain(thread.id);
    expect(await refusalOf(send(thread, ana, 'hello?'))).toBe('missing');
    await api(head).rooms.restore({ roomId: parent.id });
    expect(await rooms(ana)).toContain(thread.id);
  });

  test('while a message is on its way: it was written before, or is refused', async () => {
    const { ana, ben } = stage();
    const thread = await begin();
    const [sent] = await Promise.allSettled([
      send(thread, ana, 'bye'),
      api(ben).participants.leave({ roomId: parent.id }),
    ]);
    expect(sent.status === 'fulfilled' || (await refusalOf(Promise.reject(sent.reason)))).toSatisfy(
      (fate) => fate === true || fate === 'private-threads.left' || fate === 'roles.not-allowed',
    );
    await api(ben).rooms.join({ roomId: parent.id });
  });
});

describe('switched off', () => {
  test('it is all out of sight, and on again everything is back', async () => {
    const { engine, ana, ben } = stage();
    const thread = await begin();
    await send(thread, ana, 'kept');
    await engine.usePlugins('oakwood', {});
    expect(await rooms(ben)).not.toContain(thread.id);
    expect(await refusalOf(send(thread, ana, 'lost?'))).toBe('missing');
    await rule(everywhere('on'));
    expect(await rooms(ben)).toContain(thread.id);
    expect(await stage().texts(thread, ben)).toEqual(['kept']);
    expect(await begin()).toEqual(thread);
  });
});
