import { expect, test } from 'vitest';
import { newWork } from '../commands/unit-of-work.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';
import { placesMark, readMoved } from './places-mark.ts';
import { readHeads } from './read-rooms.ts';

const stage = useStage();

async function markOf(person: TestPerson): Promise<{ person: string; mark: string }> {
  const { engine } = stage();
  const asked = { school: engine.school('oakwood'), person };
  const heads = await engine.database.readSchool(person.schoolId, (em) => readHeads(newWork(engine.engine, asked, em)));
  return { person: person.id, mark: placesMark(heads) };
}
const moved = (marks: readonly { person: string; mark: string }[]) =>
  readMoved(stage().engine.database.checks, stage().engine.school('oakwood').plugins, marks);

test('the mark of somebody’s rooms is the same here and in the database, and differs once a room does', async () => {
  const { engine, rivera, ana, ben, dora, stone, freshRoom } = stage();
  const rooms = [await freshRoom(), await freshRoom({ history: 'from-join' }), await freshRoom()];
  const [first, second] = [rooms[0]?.id as string, rooms[1]?.id as string];
  await engine.as(rivera).privateThreads.start({ roomId: first, personId: ana.id });
  const marks = await Promise.all([rivera, ana, ben, dora, stone].map(markOf));
  expect(await moved(marks)).toEqual([]);
  await engine.as(rivera).participants.remove({ roomId: first, personId: ana.id });
  await engine.as(ben).participants.leave({ roomId: second });
  await engine.as(rivera).participants.add({ roomId: second, personId: ben.id });
  expect(new Set(await moved(marks))).toEqual(new Set([ana.id, ben.id]));
  expect(await moved(await Promise.all([ana, ben].map(markOf)))).toEqual([]);
});

test('a school that turns a kind of room off moves everybody who was in one', async () => {
  const { engine, rivera, chidi, ben, freshRoom } = stage();
  const room = await freshRoom();
  await engine.as(rivera).privateThreads.start({ roomId: room.id, personId: chidi.id });
  const marks = await Promise.all([rivera, chidi, ben].map(markOf));
  await engine.usePlugins('oakwood', {});
  expect(new Set(await moved(marks))).toEqual(new Set([rivera.id, chidi.id]));
});
