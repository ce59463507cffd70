import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { RegisterDraft } from '../accounts/words.ts';
import { useStage } from '../testing/stage.ts';

const stage = useStage();
const refused = { code: 'invalid', fault: 'invalid' };

test('a student is not renamed to what passes for a teacher, and is told what to do', async () => {
  const { engine, ana, rivera } = stage();
  for (const name of ['Ms Rivera', 'Мs Rivеrа', 'Mr  RIVERA', 'Rivera']) {
    const { error } = await engine.ask(ana, 'session.rename', { name });
    expect(error?.data.error).toMatchObject({
      code: 'people.name-of-staff',
      fault: 'invalid',
      data: { field: 'name' },
    });
    expect(error?.message).toContain('class list');
  }
  expect((await engine.ask(ana, 'session.rename', { name: 'Ana Rivera' })).error).toBeUndefined();
  expect((await engine.ask(rivera, 'session.rename', { name: 'Ms E Rivera' })).error).toBeUndefined();
  expect((await engine.ask(rivera, 'session.rename', { name: 'Ms Rivera' })).error).toBeUndefined();
});

test('staff may put somebody on a class list under the name of one of them, who then keeps it', async () => {
  const { engine, rivera, biology } = stage();
  const csv = 'pupil@oakwood.example,Ms Rivera,student';
  const report = await engine.as(rivera).classrooms.enrolMany({ classroomId: biology.id, csv });
  expect(report).toMatchObject({ added: 1, problems: [] });
  const [pupil] = await engine.rows<{ id: string; school_id: string }>(
    `select id, school_id from person where email = 'pupil@oakwood.example'`,
  );
  const person = { id: pupil?.id ?? '', schoolId: pupil?.school_id ?? '', email: 'pupil@oakwood.example' };
  const link = await engine.accounts.invite({ person, school: { title: 'Oakwood' } });
  const token = new URL(link).searchParams.get('token') ?? '';
  const accept = (name: string) =>
    engine.accounts.acceptInvitation({ token, name, password: 'correct horse battery' }, 'home');
  await expect(accept('Mr Stone')).rejects.toMatchObject({ ...refused, code: 'people.name-of-staff' });
  expect(await accept('Ms Rivera')).toEqual({ email: 'pupil@oakwood.example' });
});

test('nobody registers as one of the staff', async () => {
  const { engine, rivera, biology } = stage();
  const { code } = await engine.as(rivera).classrooms.makeCode({ classroomId: biology.id, role: 'student', hours: 1 });
  const setup = { slug: 'oakwood', title: 'Oakwood School', locale: 'en', timezone: 'Europe/London', plugins: {} };
  const register = (name: string, more = {}) =>
    engine.accounts.register(
      RegisterDraft.parse({ school: 'oakwood', name, email: `${newId()}@oakwood.example`, ...more }),
      'home',
    );
  await engine.engine.schools.put({ ...setup, registration: { by: 'code' } });
  const byCode = { code, password: 'correct horse battery' };
  await expect(register('Мs Rivera', byCode)).rejects.toMatchObject({ code: 'people.name-of-staff' });
  expect(await register('Ben Rivera', byCode)).toMatchObject({ signedIn: true });
  await engine.engine.schools.put({ ...setup, registration: { by: 'domains', domains: ['oakwood.example'] } });
  await expect(register('Mr Stone')).rejects.toMatchObject({ code: 'people.name-of-staff' });
  expect(await register('Ben Stone')).toEqual({ signedIn: false });
});

test.each([
  'Ana\u200bLopez',
  'An\u00ada',
  'Ana\u202eLopez',
  'A\u2066na',
  'An\u200da',
  'Ana\u2060L',
  'Ana\u{e0041}B',
  'An\u3164a',
])('a name holds nothing invisible: %j', async (name) => {
  const { engine, ben } = stage();
  const { error } = await engine.ask(ben, 'session.rename', { name });
  expect(error?.data.error).toMatchObject({ ...refused, data: { field: 'name' } });
});

test.each(['می‌خواهم', 'ക്‍ഷ', 'José', "O'Brien", 'क्‍ष'])('a name keeps the joiners of its script: %s', async (name) => {
  const { engine, dora } = stage();
  expect((await engine.ask(dora, 'session.rename', { name })).error).toBeUndefined();
});
