import { v7 as newId } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { useStage } from '../../engine/testing/stage.ts';
import type { TestPerson } from '../../engine/testing/start-test-engine.ts';
import { everywhere, privately } from './test-kit.ts';

const stage = useStage();
const { api, rule, start, send } = privately(stage);

beforeEach(() => rule());

const reach = (who: TestPerson, { id: personId }: { id: string }, here?: { id: string }) =>
  api(who).privateThreads.reachPerson({ personId, ...(here && { here: here.id }) });
/** A class of Ms Rivera's with these people, and a room for them. */
async function newRoom(...people: TestPerson[]) {
  const { rivera } = stage();
  const { id: classroomId } = await api(rivera).classrooms.create({ title: 'Art' });
  for (const { id: personId } of people) await api(rivera).classrooms.enrol({ classroomId, personId, role: 'student' });
  return api(rivera).rooms.open({ classroomId, title: 'Club', everyone: true });
}

test('it leads to the conversation that is there, else to the room on the screen, else to one both are in', async () => {
  const { rivera } = stage();
  const [one, other] = [
    await stage().person('oakwood', 'student', 'One'),
    await stage().person('oakwood', 'student', 'Other'),
  ];
  const first = await newRoom(one, other);
  const second = await newRoom(one, other);
  const oldest = (await reach(one, other)).parentId;
  expect((await api(one).rooms.list()).map(({ id }) => id)).toContain(oldest);
  expect(await reach(one, other)).toEqual({ parentId: oldest, supervised: false, why: null });
  expect(await reach(one, other, second)).toMatchObject({ parentId: second.id, why: null });
  const thread = await start(one, other, { roomId: first.id });
  await send(thread, one, 'hello');
  expect(await reach(one, other, second)).toMatchObject({ parentId: first.id, why: null });
  expect(await reach(other, one)).toMatchObject({ parentId: first.id, why: null });
  const { roomId } = await api(one).privateThreads.start({ roomId: first.id, personId: other.id });
  expect(roomId).toBe(thread.id);
  await api(rivera).rooms.archive({ roomId: first.id, archived: true });
  expect((await reach(one, other, second)).parentId).toBe(second.id);
});

test('it says why there is no way, and leads to what was written before all the same', async () => {
  const { rivera } = stage();
  const [one, other] = [
    await stage().person('oakwood', 'student', 'Uno'),
    await stage().person('oakwood', 'student', 'Due'),
  ];
  const room = await newRoom(one, other);
  await rule(everywhere('on', { studentToStudent: 'off', studentToStaff: 'supervised' }));
  expect(await reach(one, other)).toEqual({ parentId: null, supervised: false, why: 'off' });
  expect(await reach(one, rivera)).toMatchObject({ supervised: true, why: null });
  expect(await reach(rivera, one)).toMatchObject({ supervised: true, why: null });
  await rule();
  await send(await start(one, other, { roomId: room.id }), one, 'hello');
  await rule(everywhere('on', { studentToStudent: 'off' }));
  expect(await reach(one, other)).toEqual({ parentId: room.id, supervised: false, why: 'off' });
  await rule();
  for (const { id, classroomId, kind } of await api(one).rooms.list())
    if (kind === 'class' && classroomId === room.classroomId && id !== room.id)
      await api(one).participants.leave({ roomId: id });
  await api(rivera).rooms.archive({ roomId: room.id, archived: true });
  expect(await reach(one, other)).toEqual({ parentId: room.id, supervised: false, why: 'archived' });
});

test('of somebody with whom one shares no room it says the same as of nobody', async () => {
  const { ana, stone, ed, head, rivera } = stage();
  const apart = { parentId: null, supervised: false, why: 'apart' };
  for (const nobody of [stone, ed, head, ana, { id: newId() }]) expect(await reach(ana, nobody)).toEqual(apart);
  expect(await reach(rivera, stone)).toEqual(apart);
});
