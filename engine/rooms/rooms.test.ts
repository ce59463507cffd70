import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

const api = (who: TestPerson) => stage().engine.as(who);
const mine = async (who: TestPerson, roomId: string) => (await api(who).rooms.list()).find(({ id }) => id === roomId);
const eventsIn = (room: { id: string }): string[] =>
  stage()
    .engine.heard(room.id)
    .map(({ event }) => event);

describe('opening', () => {
  test('makes its opener host; of the class nobody else is in it unless it is for everyone', async () => {
    const { rivera, ana, lopez, biology, engine } = stage();
    const alone = await api(rivera).rooms.open({ classroomId: biology.id, title: ' Lab ' });
    expect(alone).toMatchObject({
      title: 'Lab',
      kind: 'class',
      entry: 'open',
      posting: 'discussion',
      history: 'all',
      everyone: false,
      archived: false,
    });
    expect(await api(rivera).participants.list({ roomId: alone.id })).toMatchObject([
      { role: 'host', person: { id: rivera.id } },
    ]);
    expect(await mine(ana, alone.id)).toBeUndefined();
    const all = await api(rivera).rooms.open({ classroomId: biology.id, title: 'All', everyone: true });
    const roles = (await api(ana).participants.list({ roomId: all.id })).map(({ person, role }) => [person.name, role]);
    expect(Object.fromEntries(roles)).toMatchObject({
      'Ms Rivera': 'host',
      'Ana Lopez': 'member',
      Ben: 'member',
      'Mrs Lopez': 'observer',
    });
    expect(await mine(lopez, all.id)).toMatchObject({ role: 'observer', unread: 0 });
    expect(eventsIn(alone)).toEqual(['room.opened', 'participant.joined']);
    expect(engine.news).toContainEqual({
      kind: 'entered',
      schoolId: ana.schoolId,
      room: all.id,
      person: ana.id,
      head: expect.any(Number),
    });
  });

  test('is for the class’s teachers, assistants and the admin', async () => {
    const { rivera, stone, head, ana, lopez, moss, biology } = stage();
    const assistant = await stage().person('oakwood', 'assistant', 'Mr Hall');
    await api(rivera).classrooms.enrol({ classroomId: biology.id, personId: assistant.id, role: 'assistant' });
    const open = (who: TestPerson) => api(who).rooms.open({ classroomId: biology.id, title: 'Lab' });
    for (const who of [rivera, assistant, head]) expect((await open(who)).title).toBe('Lab');
    for (const who of [ana, lopez]) expect(await refusalOf(open(who))).toBe('rooms.not-allowed');
    for (const who of [stone, moss]) expect(await refusalOf(open(who))).toBe('missing');
  });
});

describe('joining', () => {
  test('an open room of one’s class is anybody’s; what one is in class says what one is in it', async () => {
    const { ana, lopez, freshRoom } = stage();
    const room = await freshRoom({ everyone: false });
    expect((await api(ana).rooms.browse()).map(({ id }) => id)).toContain(room.id);
    expect(await api(ana).rooms.join({ roomId: room.id })).toMatchObject({ id: room.id, role: 'member', unread: 0 });
    expect(await api(lopez).rooms.join({ roomId: room.id })).toMatchObject({ role: 'observer' });
    expect((await api(ana).rooms.browse()).map(({ id }) => id)).not.toContain(room.id);
    const before = eventsIn(room).length;
    await api(ana).rooms.join({ roomId: room.id });
    expect(eventsIn(room)).toHaveLength(before);
  });

  test('one that takes people on request is for staff to open, and shows its title alone', async () => {
    const { rivera, ana, freshRoom } = stage();
    const room = await freshRoom({ everyone: false, entry: 'on-request' });
    expect((await api(ana).rooms.browse()).find(({ id }) => id === room.id)).toMatchObject({
      entry: 'on-request',
      posting: null,
      people: null,
    });
    expect(await refusalOf(api(ana).rooms.join({ roomId: room.id }))).toBe('rooms.on-request');
    await api(rivera).participants.add({ roomId: room.id, personId: ana.id });
    expect(await mine(ana, room.id)).toMatchObject({ role: 'member' });
    expect(await api(ana).rooms.join({ roomId: room.id })).toMatchObject({ id: room.id });
  });

  test('an archived room is not possible, and nobody browses to it', async () => {
    const { rivera, ana, freshRoom } = stage();
    const room = await freshRoom({ everyone: false });
    await api(rivera).rooms.archive({ roomId: room.id, archived: true });
    expect(await refusalOf(api(ana).rooms.join({ roomId: room.id }))).toBe('rooms.archived');
    expect((await api(ana).rooms.browse()).map(({ id }) => id)).not.toContain(room.id);
  });
});

describe('renaming', () => {
  test('is told in the room, and the same title again is nothing', async () => {
    const { rivera, ana, texts, freshRoom } = stage();
    const room = await freshRoom();
    expect(await api(rivera).rooms.rename({ roomId: room.id, title: ' Cells ' })).toMatchObject({ title: 'Cells' });
    expect(await mine(ana, room.id)).toMatchObject({ title: 'Cells', unread: 0 });
    expect(await texts(room, ana)).toEqual(['(renamed)']);
    await api(rivera).rooms.rename({ roomId: room.id, title: 'Cells' });
    expect(await texts(room, ana)).toEqual(['(renamed)']);
    expect(eventsIn(room).slice(-2)).toEqual(['room.renamed', 'message.sent']);
  });
});

describe('changing who can come in', () => {
  test('opens a room to its class or closes it, is told once, and moves nobody', async () => {
    const { rivera, ana, ben, texts, freshRoom } = stage();
    const room = await freshRoom({ everyone: false, entry: 'on-request' });
    const change = (entry: 'open' | 'on-request') => api(rivera).rooms.changeEntry({ roomId: room.id, entry });
    expect(await refusalOf(api(ana).rooms.join({ roomId: room.id }))).toBe('rooms.on-request');
    expect(await change('open')).toMatchObject({ entry: 'open' });
    expect(await change('open')).toMatchObject({ entry: 'open' });
    expect(await api(ana).rooms.join({ roomId: room.id })).toMatchObject({ entry: 'open', role: 'member' });
    expect(await change('on-request')).toMatchObject({ entry: 'on-request' });
    expect(await mine(ana, room.id)).toMatchObject({ entry: 'on-request', role: 'member' });
    expect(await refusalOf(api(ben).rooms.join({ roomId: room.id }))).toBe('rooms.on-request');
    expect(await texts(room, ana)).toEqual(['(opened)', '(joined)', '(closed)']);
  });
});

describe('archiving', () => {
  test('makes a room read-only and is undone; each is told once', async () => {
    const { rivera, ana, send, texts, freshRoom } = stage();
    const room = await freshRoom();
    const said = await send(room, ana, 'before');
    const archive = (archived: boolean) => api(rivera).rooms.archive({ roomId: room.id, archived });
    expect(await archive(true)).toMatchObject({ archived: true });
    expect(await archive(true)).toMatchObject({ archived: true });
    expect(await refusalOf(send(room, ana, 'hi'))).toBe('rooms.archived');
    expect(await refusalOf(api(ana).messages.edit({ roomId: room.id, messageId: said.id, text: 'hm' }))).toBe(
      'rooms.archived',
    );
    expect(await refusalOf(api(ana).reactions.add({ roomId: room.id, messageId: said.id, emoji: '👍' }))).toBe(
      'reactions.archived',
    );
    expect(await mine(ana, room.id)).toMatchObject({ archived: true });
    expect(await archive(false)).toMatchObject({ archived: false });
    await send(room, ana, 'after');
    expect(await texts(room, ana)).toEqual(['before', '(archived)', '(unarchived)', 'after']);
  });
});

describe('deleting', () => {
  test('takes a room from everybody, its open sockets too, and keeps all of it for the admin to bring back', async () => {
    const { engine, rivera, head, ana, send, texts, freshRoom } = stage();
    const room = await freshRoom();
    const roomId = room.id;
    await send(room, ana, 'still there');
    await api(rivera).rooms.delete({ roomId });
    for (const who of [ana, rivera]) {
      expect(await mine(who, roomId)).toBeUndefined();
      expect(await refusalOf(api(who).messages.page({ roomId }))).toBe('missing');
      expect(await refusalOf(send(room, who, 'hi'))).toBe('missing');
      expect(await refusalOf(api(who).rooms.join({ roomId }))).toBe('missing');
    }
    expect(engine.news).toContainEqual(expect.objectContaining({ kind: 'exited', room: roomId, person: ana.id }));
    expect(await refusalOf(api(rivera).rooms.deleted())).toBe('rooms.admins-only');
    expect(await refusalOf(api(rivera).rooms.restore({ roomId }))).toBe('rooms.admins-only');
    expect(await api(head).rooms.deleted()).toContainEqual({
      id: roomId,
      classroomId: room.classroomId,
      title: '7B',
      deletedAt: expect.any(String),
    });
    expect(await api(head).rooms.restore({ roomId })).toMatchObject({ id: roomId });
    expect(await texts(room, ana)).toEqual(['still there']);
    expect(
      engine.news.filter((news) => news.kind === 'entered' && news.room === roomId && news.person === ana.id),
    ).toHaveLength(2);
    await send(room, ana, 'and on');
  });

  test('is final after thirty days', async () => {
    const { engine, rivera, head, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    await api(rivera).rooms.delete({ roomId });
    await engine.rows(`update room set deleted_at = now() - interval '30 days 1 second' where id = $1`, [roomId]);
    expect((await api(head).rooms.deleted()).map(({ id }) => id)).not.toContain(roomId);
    expect(await refusalOf(api(head).rooms.restore({ roomId }))).toBe('missing');
  });

  test('is undone by an admin of that school only', async () => {
    const { rivera, elm, freshRoom } = stage();
    const { id: roomId } = await freshRoom();
    await api(rivera).rooms.delete({ roomId });
    expect(await refusalOf(api(elm).rooms.restore({ roomId }))).toBe('missing');
    expect(await api(elm).rooms.deleted()).toEqual([]);
  });
});

describe('a room of announcements', () => {
  test('is written by hosts and moderators, and read and answered with reactions by all', async () => {
    const { rivera, ana, send, texts, freshRoom } = stage();
    const room = await freshRoom({ posting: 'announcement' });
    const news = await send(room, rivera, 'No lesson tomorrow');
    expect(await refusalOf(send(room, ana, 'Great'))).toBe('roles.not-allowed');
    expect(await refusalOf(send(room, ana, 'Great', { threadRoot: news.id }))).toBe('roles.not-allowed');
    await api(ana).reactions.add({ roomId: room.id, messageId: news.id, emoji: '🎉' });
    await api(rivera).participants.changeRole({ roomId: room.id, personId: ana.id, role: 'moderator' });
    await send(room, ana, 'Now I may');
    expect(await texts(room, ana)).toEqual(['No lesson tomorrow', 'Now I may']);
  });
});

describe('the read cursor', () => {
  test('moves forward only, never beyond the newest number, and is told to the person’s own devices', async () => {
    const { engine, ana, ben, send, freshRoom } = stage();
    const room = await freshRoom();
    const { seq } = await send(room, ben, 'one');
    const see = (at: number) => api(ana).rooms.see({ roomId: room.id, seq: at });
    const before = engine.news.length;
    expect(await see(seq)).toEqual({ seen: seq });
    expect(await see(1)).toEqual({ seen: seq });
    expect(await see(Number.MAX_SAFE_INTEGER)).toEqual({ seen: seq });
    expect(await mine(ana, room.id)).toMatchObject({ seen: seq, unread: 0 });
    expect(engine.ownNews(before)).toEqual([
      {
        kind: 'passing',
        schoolId: ana.schoolId,
        person: ana.id,
        frame: expect.objectContaining({ event: 'room.seen', payload: { roomId: room.id, seen: seq } }),
      },
    ]);
  });

  test('counts apart what is unread in the threads one began or answered in, and tells those who take part alone', async () => {
    const { engine, ana, ben, chidi, dora, send, freshRoom } = stage();
    const room = await freshRoom();
    const { id: rootId } = await send(room, ana, 'a question');
    await send(room, ben, 'an answer', { threadRoot: rootId });
    const before = engine.news.length;
    const { seq } = await send(room, chidi, 'another', { threadRoot: rootId });
    const told = engine.ownNews(before).filter(({ kind }) => kind === 'passing');
    expect(told.map((news) => 'person' in news && news.person).sort()).toEqual([ana.id, ben.id, chidi.id].sort());
    const threads = async (who: TestPerson) => (await mine(who, room.id))?.threads;
    expect(await threads(ana)).toEqual({ [rootId]: { seen: 0, unread: 2 } });
    expect(await threads(ben)).toEqual({ [rootId]: { seen: 0, unread: 1 } });
    expect(await threads(dora)).toEqual({});
    await api(ana).messages.seeThread({ roomId: room.id, rootId, seq });
    expect(await threads(ana)).toEqual({});
  });

  test('counts nothing in a thread where all that one wrote is deleted, nor in one from before one’s history', async () => {
    const { ana, ben, chidi, rivera, send, freshRoom } = stage();
    const room = await freshRoom({ history: 'from-join' });
    const { id: rootId } = await send(room, chidi, 'a question');
    const mineThere = await send(room, ana, 'an answer', { threadRoot: rootId });
    await send(room, ben, 'another', { threadRoot: rootId });
    const threads = async (who: TestPerson) => (await mine(who, room.id))?.threads;
    expect(await threads(ana)).toEqual({ [rootId]: { seen: 0, unread: 1 } });
    await api(ana).messages.delete({ roomId: room.id, messageId: mineThere.id });
    expect(await threads(ana)).toEqual({});
    await api(chidi).participants.leave({ roomId: room.id });
    await api(rivera).participants.add({ roomId: room.id, personId: chidi.id });
    await send(room, ben, 'and more', { threadRoot: rootId });
    expect(await threads(chidi)).toEqual({});
  });

  test('counts unread the live messages of others outside threads, and the list shows the newest of them', async () => {
    const { ana, ben, rivera, send, freshRoom } = stage();
    const room = await freshRoom();
    const one = await send(room, ben, 'one');
    await send(room, ben, 'in a thread', { threadRoot: one.id });
    await send(room, ana, 'my own');
    const gone = await send(room, ben, 'gone');
    await api(rivera).rooms.rename({ roomId: room.id, title: 'Cells' });
    const two = await send(room, ben, 'x'.repeat(200));
    await api(ben).messages.delete({ roomId: room.id, messageId: gone.id });
    expect(await mine(ana, room.id)).toMatchObject({
      unread: 2,
      last: { id: two.id, author: ben.id, text: 'x'.repeat(140), at: two.at },
    });
    await api(ana).rooms.see({ roomId: room.id, seq: one.seq });
    expect(await mine(ana, room.id)).toMatchObject({ unread: 1 });
    await api(ben).messages.delete({ roomId: room.id, messageId: two.id });
    expect(await mine(ana, room.id)).toMatchObject({ unread: 0, last: { text: 'my own' } });
  });
});
