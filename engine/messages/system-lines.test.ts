import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';
import type { MovedNote } from '../views.ts';
import { countOf, isAlike, isMove, together } from './moved.ts';

const stage = useStage();
const api = (who: TestPerson) => stage().engine.as(who);

let lists = 0;
/** A list of new people as a school hands it in. */
function list(count: number): string {
  lists += 1;
  return Array.from({ length: count }, (_, n) => `new${lists}.${n}@oakwood.example,Newcomer ${n},student`).join('\n');
}

/** What stands in a room, as Ms Rivera reads it: texts, and lines as what, who is named and how many. */
async function lines(roomId: string, reader = stage().rivera): Promise<string[]> {
  const { messages } = await api(reader).messages.page({ roomId, limit: 100 });
  const people = new Map(
    (await api(reader).participants.list({ roomId })).map(({ person }) => [person.id, person.name]),
  );
  return messages.map(({ text, note }) => {
    if (!note) return text;
    if (!isMove(note)) return note.what;
    const named = [note.person, ...(note.others ?? [])].map((id) => people.get(id));
    return `${note.what} ${named.join('+')} of ${note.count ?? 1}`;
  });
}

async function newClass() {
  const { rivera } = stage();
  const { id: classroomId } = await api(rivera).classrooms.create({ title: 'Chemistry' });
  const [room] = (await api(rivera).rooms.list()).filter((one) => one.classroomId === classroomId);
  return { classroomId, roomId: room?.id ?? '' };
}
const enrolMany = (classroomId: string, csv: string, part: { from?: number; to?: number } = {}) =>
  api(stage().rivera).classrooms.enrolMany({ classroomId, csv, ...part });
const enrol = (classroomId: string, { id: personId }: TestPerson) =>
  api(stage().rivera).classrooms.enrol({ classroomId, personId, role: 'student' });

describe('people who come by a list', () => {
  test('are one line, 180 of them too, and the first filling of a class is none', async () => {
    const { rivera, send } = stage();
    const { classroomId, roomId } = await newClass();
    expect(await enrolMany(classroomId, list(30))).toMatchObject({ added: 30 });
    expect(await lines(roomId)).toEqual([]);
    await send({ id: roomId }, rivera, 'Welcome');
    await enrolMany(classroomId, list(180));
    expect(await lines(roomId)).toEqual(['Welcome', 'joined Newcomer 0+Newcomer 1+Newcomer 2 of 180']);
  });

  test('are one line also when the list is handed in part by part, and when two do so at once', async () => {
    const { rivera, send } = stage();
    const { classroomId, roomId } = await newClass();
    await send({ id: roomId }, rivera, 'Welcome');
    const csv = list(30);
    for (const from of [1, 11, 21]) await enrolMany(classroomId, csv, { from, to: from + 9 });
    expect(await lines(roomId)).toEqual(['Welcome', 'joined Newcomer 0+Newcomer 1+Newcomer 2 of 30']);
    await send({ id: roomId }, rivera, 'And more');
    await Promise.all([enrolMany(classroomId, list(5)), enrolMany(classroomId, list(5))]);
    expect((await lines(roomId)).at(-1)).toMatch(/^joined .* of 10$/);
    expect(await lines(roomId)).toHaveLength(4);
  });

  test('leave counts of what is unread, and the read cursor, as they were', async () => {
    const { engine, ana, ben, send } = stage();
    const { classroomId, roomId } = await newClass();
    for (const who of [ana, ben]) await enrol(classroomId, who);
    const first = await send({ id: roomId }, ben, 'one');
    await send({ id: roomId }, ben, 'two');
    const cursor = () =>
      engine.rows('select seen from participant where room_id = $1 and person_id = $2', [roomId, ana.id]);
    const before = await cursor();
    await enrolMany(classroomId, list(60));
    expect(await cursor()).toEqual(before);
    expect(await api(ana).rooms.details({ roomId })).toMatchObject({
      unread: 2,
      firstUnread: first.seq,
      last: { text: 'two' },
    });
    const { head } = await api(ana).rooms.details({ roomId });
    await api(ana).rooms.see({ roomId, seq: head });
    await enrolMany(classroomId, list(10));
    expect(await api(ana).rooms.details({ roomId })).toMatchObject({ unread: 0, firstUnread: null });
  });
});

describe('people who come and go one by one', () => {
  test('stand on one line as long as nothing else stands between, each sort on its own', async () => {
    const { rivera, ana, ben, chidi, dora, send, freshRoom } = stage();
    const { id: roomId } = await freshRoom({ everyone: false });
    await api(ana).rooms.join({ roomId });
    expect(await lines(roomId)).toEqual([]);
    await send({ id: roomId }, ana, 'hello');
    for (const who of [ben, chidi]) await api(who).rooms.join({ roomId });
    await api(rivera).participants.add({ roomId, personId: dora.id });
    for (const who of [chidi, ben]) await api(who).participants.leave({ roomId });
    await api(ben).rooms.join({ roomId });
    await send({ id: roomId }, ana, 'again');
    await api(chidi).rooms.join({ roomId });
    await api(rivera).participants.remove({ roomId, personId: ben.id });
    await api(rivera).participants.remove({ roomId, personId: dora.id });
    await api(rivera).rooms.rename({ roomId, title: 'Lab' });
    await api(rivera).participants.add({ roomId, personId: ben.id });
    expect(await lines(roomId)).toEqual([
      'hello',
      'joined Ben+Chidi of 2',
      'added Dora of 1',
      'left Chidi+Ben of 2',
      'joined Ben of 1',
      'again',
      'joined Chidi of 1',
      'removed Ben+Dora of 2',
      'renamed',
      'added Ben of 1',
    ]);
  });

  test('begin a line of their own after ten minutes, and are told live as they are stored', async () => {
    const { engine, ana, ben, chidi, dora, send, freshRoom } = stage();
    const { id: roomId } = await freshRoom({ everyone: false });
    await api(ana).rooms.join({ roomId });
    await send({ id: roomId }, ana, 'hello');
    await api(ben).rooms.join({ roomId });
    await api(chidi).rooms.join({ roomId });
    expect(engine.heard(roomId).at(-1)).toMatchObject({
      event: 'message.noteChanged',
      payload: { note: { what: 'joined', person: ben.id, others: [chidi.id], count: 2 } },
    });
    await engine.rows(`update message set created_at = created_at - interval '10 minutes' where room_id = $1`, [
      roomId,
    ]);
    await api(dora).rooms.join({ roomId });
    expect(await lines(roomId)).toEqual(['hello', 'joined Ben+Chidi of 2', 'joined Dora of 1']);
  });

  test('are said once when they come at once, and not at all when what they did is undone', async () => {
    const { engine, ana, ben, chidi, dora, send, freshRoom } = stage();
    const { id: roomId } = await freshRoom({ everyone: false });
    await api(ana).rooms.join({ roomId });
    await send({ id: roomId }, ana, 'hello');
    await Promise.all([ben, chidi, dora].map((who) => api(who).rooms.join({ roomId })));
    expect((await lines(roomId)).at(-1)).toMatch(/^joined .*\+.*\+.* of 3$/);
    expect(await lines(roomId)).toHaveLength(2);
    const head = (await api(ana).rooms.details({ roomId })).head;
    expect(await refusalOf(api(ana).participants.leave({ roomId, newHost: ben.id }))).toBe('roles.not-allowed');
    expect((await api(ana).rooms.details({ roomId })).head).toBe(head);
    expect(engine.heard(roomId).filter(({ event }) => event === 'participant.joined')).toHaveLength(5);
  });
});

test('whatever lines become one: everybody is counted once, and the first of them are named', () => {
  const person = fc.nat(5_000).map((n) => `person ${n}`);
  fc.assert(
    fc.property(fc.uniqueArray(person, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(6)), (people, cuts) => {
      const notes = people.map((one): MovedNote => ({ what: 'joined', person: one }));
      // In whatever portions they come: what is one already is put together with what is not.
      const parts: MovedNote[] = [];
      for (const cut of [...cuts.map((n) => n + 1), people.length]) {
        const some = notes.splice(0, cut);
        const [first, ...rest] = some;
        if (first) parts.push(rest.reduce(together, first));
      }
      const [first, ...rest] = parts;
      const whole = rest.reduce(together, first as MovedNote);
      expect([whole.person, ...(whole.others ?? [])]).toEqual(people.slice(0, 3));
      expect(countOf(whole)).toBe(people.length);
      expect(isAlike(whole, { what: 'left', person: 'x' })).toBe(false);
    }),
  );
});
