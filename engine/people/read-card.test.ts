import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();
const api = (who: TestPerson) => stage().engine.as(who);
const card = (who: TestPerson, { id: personId }: { id: string }) => api(who).people.card({ personId });

test('a card says who somebody is, the classes that both are in, and whether they are a contact', async () => {
  const { engine, ana, ben, rivera, head, biology } = stage();
  const { id: classroomId } = await api(rivera).classrooms.create({ title: 'Art 5A' });
  await api(rivera).classrooms.enrol({ classroomId, personId: ben.id, role: 'student' });
  const old = await api(rivera).classrooms.create({ title: 'Last year' });
  for (const { id: personId } of [ana, ben])
    await api(rivera).classrooms.enrol({ classroomId: old.id, personId, role: 'student' });
  await api(rivera).classrooms.archive({ classroomId: old.id, archived: true });
  await engine.rows(`update person set avatar_version = 'v1' where id = $1`, [ben.id]);
  expect(await card(ana, ben)).toEqual({
    person: { id: ben.id, name: 'Ben', avatar: `/avatars/${ben.id}?v=v1`, role: 'student' },
    classrooms: [{ id: biology.id, title: 'Biology 7B', role: 'student' }],
    kept: false,
  });
  await api(ana).people.addContact({ personId: ben.id });
  expect((await card(ana, ben)).kept).toBe(true);
  expect((await card(ana, rivera)).classrooms).toMatchObject([{ title: 'Biology 7B', role: 'teacher' }]);
  const titles = ['Art 5A', 'Biology 7B'];
  expect((await card(rivera, ben)).classrooms.map(({ title }) => title)).toEqual(titles);
  expect((await card(head, ben)).classrooms.map(({ title }) => title)).toEqual(titles);
  expect((await card(ana, ana)).person.id).toBe(ana.id);
});

test('it is of whom one may find, and of whoever is or was in a room of one’s own; others are as absent as nobody', async () => {
  const { ana, ben, chidi, stone, head, ed, elm, rivera, freshRoom } = stage();
  const never = { id: newId() };
  for (const nobody of [stone, head, ed, never]) expect(await refusalOf(card(ana, nobody))).toBe('missing');
  expect((await card(rivera, stone)).person.name).toBe('Mr Stone');
  for (const nobody of [ana, never]) expect(await refusalOf(card(elm, nobody))).toBe('missing');
  const room = await freshRoom({ everyone: false });
  await api(ana).rooms.join({ roomId: room.id });
  await api(head).rooms.enter({ roomId: room.id });
  expect((await card(ana, head)).classrooms).toEqual([]);
  expect(await refusalOf(card(ben, head))).toBe('missing');
  await api(head).participants.leave({ roomId: room.id });
  expect((await card(ana, head)).person.name).toBe('Mr Head');
  await api(ana).participants.leave({ roomId: room.id });
  expect(await refusalOf(card(ana, head))).toBe('missing');
  await api(head).people.end({ personId: chidi.id });
  expect((await card(ana, chidi)).person).toMatchObject({ name: 'Chidi', ended: true });
  expect((await card(ana, chidi)).classrooms).toEqual([]);
  await api(head).people.restore({ personId: chidi.id });
});
