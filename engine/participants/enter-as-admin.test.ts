import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();
const api = (who: TestPerson) => stage().engine.as(who);
const actsOf = (who: TestPerson) =>
  stage().engine.rows<{ what: string }>('select what from person_act where person_id = $1 order by id', [who.id]);

describe('an admin who is in no room', () => {
  test('sees which classes and rooms there are, and nothing that stands in them', async () => {
    const { head, rivera, ana, elm, biology, send, freshRoom } = stage();
    const open = await freshRoom({ title: 'Club', everyone: false });
    const closed = await freshRoom({ title: 'Staff', everyone: false, entry: 'on-request' });
    await send(open, rivera, 'for us');
    const archived = await freshRoom({ title: 'Old', everyone: false });
    await api(rivera).rooms.archive({ roomId: archived.id, archived: true });
    const deleted = await freshRoom({ title: 'Gone' });
    await api(rivera).rooms.delete({ roomId: deleted.id });
    expect((await api(head).classrooms.list()).find(({ id }) => id === biology.id)).toMatchObject({ enrolled: false });
    expect((await api(rivera).classrooms.list()).find(({ id }) => id === biology.id)).toMatchObject({ enrolled: true });
    const all = new Map((await api(head).rooms.browse()).map((room) => [room.id, room]));
    expect(all.get(open.id)).toEqual({
      ...{ id: open.id, classroomId: biology.id, title: 'Club', entry: 'open', posting: 'discussion' },
      ...{ people: 1, archived: false, way: 'enter' },
    });
    expect(all.get(closed.id)).toMatchObject({ entry: 'on-request', people: 1, way: 'enter' });
    expect([all.has(archived.id), all.has(deleted.id)]).toEqual([false, false]);
    const ofClass = await api(head).rooms.browseClass({ classroomId: biology.id });
    expect(ofClass.find(({ id }) => id === archived.id)).toMatchObject({ archived: true, way: 'enter' });
    for (const room of [open, closed, archived])
      expect(await refusalOf(api(head).messages.page({ roomId: room.id }))).toBe('missing');
    expect((await api(elm).rooms.browse()).map(({ id }) => id)).not.toContain(open.id);
    expect(await refusalOf(api(elm).rooms.browseClass({ classroomId: biology.id }))).toBe('missing');
    const anas = await api(ana).rooms.browseClass({ classroomId: biology.id });
    expect(anas.find(({ id }) => id === open.id)).toMatchObject({ way: 'join', people: 1 });
    expect(anas.find(({ id }) => id === closed.id)).toMatchObject({ way: 'ask', people: null, posting: null });
    expect(anas.map(({ id }) => id)).not.toContain(archived.id);
  });

  test('enters by an act that everybody in the room sees, that stays on record, and that is done once', async () => {
    const { engine, head, rivera, ana, send, texts, freshRoom } = stage();
    const room = await freshRoom({ everyone: false, entry: 'on-request' });
    const roomId = room.id;
    await send(room, rivera, 'hello');
    const before = (await actsOf(head)).length;
    const entered = await Promise.all([1, 2, 3].map(() => api(head).rooms.enter({ roomId })));
    expect(entered[0]).toMatchObject({ id: roomId, role: 'moderator', unread: 0 });
    expect(await texts(room, rivera)).toEqual(['hello', '(entered)']);
    expect(await texts(room, head)).toEqual(['hello', '(entered)']);
    const line = engine.heard(roomId).at(-1);
    expect(line).toMatchObject({
      by: { person: head.id },
      payload: { message: { note: { what: 'entered', person: head.id } } },
    });
    expect((await actsOf(head)).slice(before)).toEqual([{ what: 'enteredRoom' }]);
    await api(head).participants.leave({ roomId });
    expect(await refusalOf(api(head).messages.page({ roomId }))).toBe('missing');
    await api(head).rooms.enter({ roomId });
    expect(await texts(room, rivera)).toEqual(['hello', '(entered)', '(left)', '(entered)']);
    expect(await refusalOf(api(ana).rooms.enter({ roomId }))).toBe('missing');
  });

  test('sees of a room that hides its past what comes after they entered, and of an empty one that they did', async () => {
    const { head, rivera, send, texts, freshRoom } = stage();
    const hidden = await freshRoom({ everyone: false, history: 'from-join' });
    await send(hidden, rivera, 'before');
    await api(head).rooms.enter({ roomId: hidden.id });
    await send(hidden, rivera, 'after');
    expect(await texts(hidden, head)).toEqual(['(entered)', 'after']);
    const empty = await freshRoom();
    await api(head).rooms.enter({ roomId: empty.id });
    expect(await texts(empty, rivera)).toEqual(['(entered)']);
  });

  test('takes charge of a room that has no host, and reads an archived one', async () => {
    const { head, rivera, ana, texts, send } = stage();
    const { id: classroomId } = await api(rivera).classrooms.create({ title: 'Art 5A' });
    await api(rivera).classrooms.enrol({ classroomId, personId: ana.id, role: 'student' });
    const { id: roomId } = await api(rivera).rooms.open({ classroomId, title: 'Club' });
    await api(rivera).participants.add({ roomId, personId: ana.id });
    await api(rivera).participants.leave({ roomId });
    expect(await api(head).rooms.enter({ roomId })).toMatchObject({ role: 'host' });
    const other = await api(rivera).rooms.open({ classroomId, title: 'Old' });
    await send(other, rivera, 'what was said');
    await api(rivera).rooms.archive({ roomId: other.id, archived: true });
    await api(head).rooms.enter({ roomId: other.id });
    expect(await texts(other, head)).toEqual(['what was said', '(archived)', '(entered)']);
    expect(await refusalOf(send(other, head, 'hi'))).toBe('rooms.archived');
  });

  test('finds no private conversation, as if there were none, and no room of another school', async () => {
    const { head, elm, ana, rivera, freshRoom } = stage();
    const room = await freshRoom();
    const { roomId } = await api(ana).privateThreads.start({ roomId: room.id, personId: rivera.id });
    expect(await refusalOf(api(head).rooms.enter({ roomId }))).toBe('missing');
    expect((await api(head).rooms.browseClass({ classroomId: room.classroomId })).map(({ id }) => id)).not.toContain(
      roomId,
    );
    await api(head).rooms.enter({ roomId: room.id });
    expect(await refusalOf(api(head).rooms.enter({ roomId }))).toBe('missing');
    expect((await api(head).rooms.list()).map(({ id }) => id)).not.toContain(roomId);
    expect(await refusalOf(api(elm).rooms.enter({ roomId: room.id }))).toBe('missing');
  });
});

test('an admin who becomes a teacher of a class is told of as an admin in each of its rooms, once, however many came before', async () => {
  const { head, rivera, send, texts } = stage();
  const { id: classroomId } = await api(rivera).classrooms.create({ title: 'Art 5B' });
  const rooms = (await api(rivera).rooms.list()).filter((room) => room.classroomId === classroomId);
  const room = { id: rooms[0]?.id ?? '' };
  const silent = await api(rivera).rooms.open({ classroomId, title: 'Silent', everyone: true });
  await send(room, rivera, 'hello');
  const csv = Array.from({ length: 5 }, (_, n) => `art${n}@oakwood.example,Art ${n},student`).join('\n');
  await api(rivera).classrooms.enrolMany({ classroomId, csv });
  const before = (await actsOf(head)).length;
  for (let time = 0; time < 2; time += 1)
    await api(head).classrooms.enrol({ classroomId, personId: head.id, role: 'teacher' });
  expect(await texts(room, head)).toEqual(['hello', '(joined)', '(entered)']);
  expect(await texts(silent, head)).toEqual(['(entered)']);
  expect((await actsOf(head)).slice(before)).toEqual([{ what: 'enteredClass' }]);
  expect((await api(head).classrooms.list()).find(({ id }) => id === classroomId)).toMatchObject({ enrolled: true });
});
