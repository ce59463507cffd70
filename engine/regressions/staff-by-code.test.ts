import { expect, test } from 'vitest';
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

test('an admin can', async () => {
  const { engine, head } = stage();
  const answer = await registerBy(head, 'helper@oakwood.example');
  expect(answer.data).toMatchObject({ signedIn: true });
  expect(await engine.rows(`select role from person where email = 'helper@oakwood.example'`)).toEqual([
    { role: 'assistant' },
  ]);
});
