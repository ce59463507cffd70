import { expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();
const api = (who: TestPerson) => stage().engine.as(who).classrooms;

async function classWithCode(role: 'student' | 'assistant' = 'student') {
  const { rivera } = stage();
  const { id: classroomId } = await api(rivera).create({ title: 'Chess' });
  return { classroomId, code: (await api(rivera).makeCode({ classroomId, role, hours: 1 })).code };
}
const classOf = async (who: TestPerson, classroomId: string) =>
  (await api(who).list()).find(({ id }) => id === classroomId);

test('who came by a code leaves the class and its rooms, and comes back by the same code', async () => {
  const { engine, ana, rivera, texts } = stage();
  const { classroomId, code } = await classWithCode();
  expect(await api(ana).joinByCode({ code })).toMatchObject({ id: classroomId, mayLeave: true });
  const rooms = async () => (await engine.as(ana).rooms.list()).filter((room) => room.classroomId === classroomId);
  const [room] = await rooms();
  await api(ana).leave({ classroomId });
  expect(await classOf(ana, classroomId)).toBeUndefined();
  expect(await rooms()).toEqual([]);
  expect(await texts(room as { id: string }, rivera)).toContain('(left)');
  expect(await refusalOf(api(ana).leave({ classroomId }))).toBe('missing');
  await api(ana).joinByCode({ code });
  expect(await rooms()).toHaveLength(1);
});

test('whom the school enrolled does not leave, and is told why; a list, or staff, make an enrolment the school’s', async () => {
  const { ana, ben, chidi, rivera } = stage();
  const { classroomId, code } = await classWithCode();
  await api(rivera).enrol({ classroomId, personId: ana.id, role: 'student' });
  await api(ana).joinByCode({ code });
  for (const who of [ben, chidi]) await api(who).joinByCode({ code });
  await api(rivera).enrol({ classroomId, personId: ben.id, role: 'student' });
  await api(rivera).enrolMany({ classroomId, csv: `${chidi.email},${chidi.name},student` });
  for (const who of [ana, ben, chidi]) {
    expect(await classOf(who, classroomId)).toMatchObject({ mayLeave: false });
    expect(await refusalOf(api(who).leave({ classroomId }))).toBe('classrooms.enrolled');
    expect(await classOf(who, classroomId)).toBeDefined();
  }
  expect(await refusalOf(api(rivera).leave({ classroomId }))).toBe('classrooms.enrolled');
});

test('a teacher does not say of somebody that they came by a code', async () => {
  const { engine, rivera, ana } = stage();
  const { classroomId } = await classWithCode();
  const draft = { classroomId, personId: ana.id, role: 'student', byCode: true };
  const { error } = await engine.ask(rivera, 'classrooms.enrol', draft);
  expect(error?.data.error).toMatchObject({ fault: 'invalid', data: { field: 'byCode' } });
});

test('who was taken off a roster after leaving or before is let in by newer codes only', async () => {
  const { ana, rivera } = stage();
  const { classroomId, code } = await classWithCode();
  await api(ana).joinByCode({ code });
  await api(rivera).unenrol({ classroomId, personId: ana.id });
  expect(await refusalOf(api(ana).joinByCode({ code }))).toBe('classrooms.removed');
  await api(rivera).enrol({ classroomId, personId: ana.id, role: 'student' });
  expect(await classOf(ana, classroomId)).toMatchObject({ mayLeave: false });
});

test('an assistant who leaves hands over the rooms they opened', async () => {
  const { engine, rivera, ana } = stage();
  const { classroomId, code } = await classWithCode('assistant');
  const hall = await stage().person('oakwood', 'assistant', 'Mr Hall');
  await api(hall).joinByCode({ code });
  await api(rivera).enrol({ classroomId, personId: ana.id, role: 'student' });
  const { id: roomId } = await engine.as(hall).rooms.open({ classroomId, title: 'Blitz' });
  await api(hall).leave({ classroomId });
  const present = (await engine.as(rivera).participants.list({ roomId })).filter(({ leftAt }) => leftAt === null);
  expect(present.map(({ person, role }) => [person.name, role])).toEqual([['Ms Rivera', 'host']]);
});

test('who left by themselves waits for no answer any more in rooms they had asked for', async () => {
  const { engine, rivera, ana } = stage();
  const { classroomId, code } = await classWithCode();
  await api(ana).joinByCode({ code });
  const { id: roomId } = await engine.as(rivera).rooms.open({ classroomId, title: 'Team', entry: 'on-request' });
  await engine.as(ana).joinRequests.ask({ roomId, note: 'please' });
  await api(ana).leave({ classroomId });
  const states = await engine.rows('select state from join_requests where room_id = $1', [roomId]);
  expect(states).toEqual([{ state: 'ended' }]);
});
