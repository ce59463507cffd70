import { expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();

test('whom staff took off the roster cannot come back by a code that was made before', async () => {
  const { engine, rivera, chidi, dora, biology } = stage();
  const classroomId = biology.id;
  const make = () => engine.as(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 1 });
  const { code } = await make();
  for (const personId of [chidi.id, dora.id]) await engine.as(rivera).classrooms.unenrol({ classroomId, personId });
  expect(await refusalOf(engine.as(dora).classrooms.joinByCode({ code }))).toBe('classrooms.removed');
  expect(await engine.as(dora).classrooms.list()).toEqual([]);

  const later = await make();
  expect(await engine.as(dora).classrooms.joinByCode({ code: later.code })).toMatchObject({ id: classroomId });
  await engine.as(rivera).classrooms.enrol({ classroomId, personId: chidi.id, role: 'student' });
  expect(await engine.as(chidi).classrooms.list()).toMatchObject([{ id: classroomId }]);
});

test('nor by registering with it once more', async () => {
  const { engine, rivera, biology } = stage();
  const classroomId = biology.id;
  await engine.usePlugins('oakwood', {});
  await engine.engine.schools.put({
    ...{ slug: 'oakwood', title: 'Oakwood School', locale: 'en', timezone: 'Europe/London', plugins: {} },
    registration: { by: 'code' },
  });
  const { code } = await engine.as(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 1 });
  const draft = { school: 'oakwood', name: 'Finn', email: 'finn@oakwood.example', password: 'correct horse', code };
  expect(await engine.accounts.register(draft, '203.0.113.1')).toMatchObject({ signedIn: true });
  const [finn] = await engine.rows<{ id: string }>('select id from person where email = $1', [draft.email]);
  await engine.as(rivera).classrooms.unenrol({ classroomId, personId: finn?.id as string });
  await expect(engine.accounts.register(draft, '203.0.113.1')).rejects.toMatchObject({ code: 'classrooms.removed' });
  const roster = await engine.as(rivera).classrooms.roster({ classroomId });
  expect(roster.some(({ person }) => person.id === finn?.id)).toBe(false);
});
