import { expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

async function registerBy(maker: TestPerson, email: string) {
  const { engine, biology } = stage();
  const { plugins: _, ...school } = engine.school('oakwood');
  await engine.engine.schools.put({ ...school, registration: { by: 'code' }, plugins: {} });
  const { code } = await engine.as(maker).classrooms.makeCode({ classroomId: biology.id, role: 'assistant', hours: 1 });
  const draft = { school: 'oakwood', name: 'A Stranger', email, password: 'ten letters', code };
  return engine.ask(null, 'session.register', draft);
}

test('a teacher cannot make a stranger staff of the school by a class code', async () => {
  const { engine, rivera } = stage();
  const answer = await registerBy(rivera, 'stranger@oakwood.example');
  expect(answer.error?.data.error.code).toBe('session.code-unknown');
  expect(await engine.rows(`select 1 from person where email = 'stranger@oakwood.example'`)).toEqual([]);
});

test('no code opens a class by which somebody who has left the school could come back as another', async () => {
  const { engine, head, biology, ana, person } = stage();
  const [vice, teacher] = [
    await person('oakwood', 'admin', 'Vice Gone'),
    await person('oakwood', 'teacher', 'Gone Too'),
  ];
  const admin = engine.as(head);
  await admin.classrooms.enrol({ classroomId: biology.id, personId: teacher.id, role: 'teacher' });
  const [byVice, known, kept] = await Promise.all([
    engine.as(vice).classrooms.makeCode({ classroomId: biology.id, role: 'assistant', hours: 1 }),
    admin.classrooms.makeCode({ classroomId: biology.id, role: 'student', hours: 1 }),
    admin.classrooms
      .create({ title: 'Elsewhere' })
      .then(({ id: classroomId }) => admin.classrooms.makeCode({ classroomId, role: 'student', hours: 1 })),
  ]);
  const register = (code: string, email: string) =>
    engine.ask(null, 'session.register', {
      ...{ school: 'oakwood', name: 'Not Me' },
      email,
      password: 'ten letters',
      code,
    });
  await admin.people.end({ personId: vice.id });
  expect((await register(byVice.code, 'vice@elsewhere.example')).error?.data.error.code).toBe('session.code-unknown');
  await admin.people.end({ personId: teacher.id });
  expect((await register(known.code, 'too@elsewhere.example')).error?.data.error.code).toBe('session.code-unknown');
  expect(await engine.rows(`select 1 from person where email like '%@elsewhere.example'`)).toEqual([]);
  expect(await refusalOf(engine.as(ana).classrooms.joinByCode({ code: known.code }))).toBe('classrooms.wrong-code');
  expect(await engine.as(ana).classrooms.joinByCode({ code: kept.code })).toMatchObject({ role: 'student' });
});

test('an admin can', async () => {
  const { engine, head } = stage();
  const answer = await registerBy(head, 'helper@oakwood.example');
  expect(answer.data).toMatchObject({ signedIn: true });
  expect(await engine.rows(`select role from person where email = 'helper@oakwood.example'`)).toEqual([
    { role: 'assistant' },
  ]);
});
