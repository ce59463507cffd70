import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a room whose last host leaves without a moderator in it gets the class’s longest-serving teacher as host', async () => {
  const { engine, rivera, stone, ana, biology } = stage();
  const classroomId = biology.id;
  const late = await stage().person('oakwood', 'teacher', 'Ms Late');
  for (const { id } of [stone, late])
    await engine.as(rivera).classrooms.enrol({ classroomId, personId: id, role: 'teacher' });
  const room = await engine.as(rivera).rooms.open({ classroomId, title: 'Club' });
  await engine.as(rivera).participants.add({ roomId: room.id, personId: ana.id });
  await engine.as(rivera).participants.leave({ roomId: room.id });
  const present = (await engine.as(ana).participants.list({ roomId: room.id })).filter(({ leftAt }) => !leftAt);
  expect(present.map(({ person, role }) => [person.id, role])).toEqual(
    expect.arrayContaining([
      [stone.id, 'host'],
      [ana.id, 'member'],
    ]),
  );
  expect(present).toHaveLength(2);
  expect((await engine.as(stone).rooms.list()).some(({ id }) => id === room.id)).toBe(true);
});

test('a teacher who was put out of a room does not inherit it', async () => {
  const { engine, rivera, ana } = stage();
  const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Art 5A' });
  const second = await stage().person('oakwood', 'teacher', 'Mr Second');
  await engine.as(rivera).classrooms.enrol({ classroomId, personId: second.id, role: 'teacher' });
  await engine.as(rivera).classrooms.enrol({ classroomId, personId: ana.id, role: 'student' });
  const room = await engine.as(rivera).rooms.open({ classroomId, title: 'Club' });
  for (const { id } of [second, ana]) await engine.as(rivera).participants.add({ roomId: room.id, personId: id });
  await engine.as(rivera).participants.remove({ roomId: room.id, personId: second.id });
  await engine.as(rivera).participants.leave({ roomId: room.id });
  const present = (await engine.as(ana).participants.list({ roomId: room.id })).filter(({ leftAt }) => !leftAt);
  expect(present.map(({ person, role }) => [person.id, role])).toEqual([[ana.id, 'member']]);
});
