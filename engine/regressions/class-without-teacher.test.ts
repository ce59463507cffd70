import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('the last teacher of a class does not become its assistant, by roster or by code', async () => {
  const { engine, rivera, biology } = stage();
  const classroomId = biology.id;
  const mine = engine.as(rivera).classrooms;
  await expect(mine.enrol({ classroomId, personId: rivera.id, role: 'assistant' })).rejects.toMatchObject({
    cause: { code: 'classrooms.last-teacher' },
  });
  const { code } = await mine.makeCode({ classroomId, role: 'assistant', hours: 1 });
  expect(await mine.joinByCode({ code })).toMatchObject({ id: classroomId, role: 'teacher' });
});

test('an archived class takes in nobody by its code, and no new room', async () => {
  const { engine, rivera, dora } = stage();
  const mine = engine.as(rivera).classrooms;
  const { id: classroomId } = await mine.create({ title: 'Last term' });
  const { code } = await mine.makeCode({ classroomId, role: 'student', hours: 1 });
  await mine.archive({ classroomId, archived: true });
  await expect(engine.as(dora).classrooms.joinByCode({ code })).rejects.toMatchObject({
    cause: { code: 'classrooms.wrong-code' },
  });
  await expect(engine.as(rivera).rooms.open({ classroomId, title: 'New' })).rejects.toMatchObject({
    cause: { code: 'classrooms.archived' },
  });
});
