import { expect, test } from 'vitest';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('a class code does not let somebody into a room they were removed from', async () => {
  const { engine, rivera, ana, biology, freshRoom } = stage();
  const room = await freshRoom();
  const { code } = await engine.as(rivera).classrooms.makeCode({ classroomId: biology.id, role: 'student', hours: 1 });
  await engine.as(rivera).participants.remove({ roomId: room.id, personId: ana.id });
  await engine.as(ana).classrooms.joinByCode({ code });
  await expect(engine.as(ana).messages.page({ roomId: room.id })).rejects.toMatchObject({ cause: { code: 'missing' } });
});

test('off the roster and on it again, a removal from a room still stands', async () => {
  const { engine, rivera, ben, biology, freshRoom } = stage();
  const room = await freshRoom();
  const classroomId = biology.id;
  await engine.as(rivera).participants.remove({ roomId: room.id, personId: ben.id });
  await engine.as(rivera).classrooms.unenrol({ classroomId, personId: ben.id });
  await engine.as(rivera).classrooms.enrol({ classroomId, personId: ben.id, role: 'student' });
  await expect(engine.as(ben).messages.page({ roomId: room.id })).rejects.toMatchObject({ cause: { code: 'missing' } });
});

test('a room that is restored does not let in whoever was taken off the roster meanwhile', async () => {
  const { engine, rivera, head, chidi, biology, freshRoom } = stage();
  const room = await freshRoom();
  await engine.as(rivera).rooms.delete({ roomId: room.id });
  await engine.as(rivera).classrooms.unenrol({ classroomId: biology.id, personId: chidi.id });
  await engine.as(head).rooms.restore({ roomId: room.id });
  await expect(engine.as(chidi).messages.page({ roomId: room.id })).rejects.toMatchObject({
    cause: { code: 'missing' },
  });
});
