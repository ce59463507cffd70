import { expect, test } from 'vitest';
import { GiveHosts } from '../../migrations/20261201-hosts.ts';
import { readEvents } from '../events/replay.ts';
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

test('rooms that had lost their host before have one after the upgrade, told in their logs; others are as they were', async () => {
  const { engine, rivera, ana, ben, freshRoom } = stage();
  const [lost, empty, kept] = [await freshRoom(), await freshRoom({ everyone: false }), await freshRoom()];
  await engine.as(rivera).participants.add({ roomId: empty.id, personId: ana.id });
  const give = (room: { id: string }, { id: personId }: { id: string }, role: 'host' | 'moderator') =>
    engine.as(rivera).participants.changeRole({ roomId: room.id, personId, role });
  await engine.rows(`update participant set joined_at = now() - interval '1 day' where person_id = $1`, [ana.id]);
  for (const room of [lost, kept]) for (const who of [ben, ana]) await give(room, who, 'moderator');
  const mine = [rivera.id, [lost.id, empty.id]];
  await engine.rows(`update participant set role = 'member' where person_id = $1 and room_id = any($2)`, mine);
  const heads = (
    await Promise.all([lost, empty, kept].map(({ id }) => engine.as(ana).rooms.details({ roomId: id })))
  ).map(({ head }) => head);
  const migration = new GiveHosts({} as never, {} as never);
  migration.up();
  for (const statement of migration.getQueries()) await engine.rows(`${statement}`);
  const hosts = async ({ id: roomId }: { id: string }) =>
    (await engine.as(ana).participants.list({ roomId })).filter(({ role }) => role === 'host').map((p) => p.person.id);
  expect([await hosts(lost), await hosts(empty), await hosts(kept)]).toEqual([[ana.id], [], [rivera.id]]);
  const after = await Promise.all([lost, empty, kept].map(({ id }) => engine.as(ana).rooms.details({ roomId: id })));
  expect(after.map(({ head }, place) => head - (heads[place] ?? 0))).toEqual([1, 0, 0]);
  const told = await readEvents(engine.database, engine.school('oakwood'), lost.id, heads[0] ?? 0, after[0]?.head ?? 0);
  expect(told).toMatchObject([{ event: 'participant.changed', payload: { person: ana.id, role: 'host' } }]);
});
