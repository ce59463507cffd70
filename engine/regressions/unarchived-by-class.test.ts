import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a class that is used again opens the rooms it closed, and none that was closed by hand', async () => {
  const { engine, rivera } = stage();
  const api = engine.as(rivera);
  const { id: classroomId } = await api.classrooms.create({ title: 'Physics 8C' });
  const open = (title: string) => api.rooms.open({ classroomId, title });
  const [kept, before, meanwhile] = [await open('kept'), await open('before'), await open('meanwhile')];
  await api.rooms.archive({ roomId: before.id, archived: true });
  await api.classrooms.archive({ classroomId, archived: true });
  await api.classrooms.archive({ classroomId, archived: true });
  await api.rooms.archive({ roomId: meanwhile.id, archived: false });
  await api.rooms.archive({ roomId: meanwhile.id, archived: true });
  await api.classrooms.archive({ classroomId, archived: false });
  const archived = new Map((await api.rooms.list()).map(({ id, archived: closed }) => [id, closed]));
  expect([kept, before, meanwhile].map(({ id }) => archived.get(id))).toEqual([false, true, true]);
});
