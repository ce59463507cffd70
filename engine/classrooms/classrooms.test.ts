import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();

const api = (who: TestPerson) => stage().engine.as(who);
const classesOf = async (who: TestPerson): Promise<Record<string, string>> =>
  Object.fromEntries((await api(who).classrooms.list()).map(({ title, role }) => [title, role]));
const roomsOf = async (who: TestPerson, classroomId: string): Promise<string[]> =>
  (await api(who).rooms.list()).filter((room) => room.classroomId === classroomId).map(({ title }) => title);

/** A class of a test's own. */
async function freshClass(title = 'History'): Promise<string> {
  return (await api(stage().rivera).classrooms.create({ title })).id;
}
const enrol = (
  classroomId: string,
  { id: personId }: TestPerson,
  role: 'teacher' | 'assistant' | 'student' | 'guardian',
) => api(stage().rivera).classrooms.enrol({ classroomId, personId, role });

describe('a class', () => {
  test('begins with its teacher in a room for everyone', async () => {
    const { rivera, ana, head, stone } = stage();
    const id = await freshClass(' Physics ');
    expect(await roomsOf(rivera, id)).toEqual(['Class room']);
    expect((await api(rivera).rooms.list()).find(({ classroomId }) => classroomId === id)).toMatchObject({
      everyone: true,
      role: 'host',
      entry: 'open',
    });
    expect(await classesOf(rivera)).toMatchObject({ Physics: 'teacher' });
    expect(await classesOf(head)).toMatchObject({ Physics: 'teacher' });
    expect(await classesOf(ana)).not.toHaveProperty('Physics');
    expect(await classesOf(stone)).not.toHaveProperty('Physics');
  });

  test('is made by teachers and the admin', async () => {
    const { head, ana, lopez } = stage();
    expect((await api(head).classrooms.create({ title: 'Choir' })).title).toBe('Choir');
    for (const who of [ana, lopez])
      expect(await refusalOf(api(who).classrooms.create({ title: 'Mine' }))).toBe('classrooms.not-allowed');
  });

  test('takes another title, and everybody on its roster is told', async () => {
    const { engine, rivera, ana } = stage();
    const id = await freshClass('Old');
    await enrol(id, ana, 'student');
    const before = engine.news.length;
    await api(rivera).classrooms.rename({ classroomId: id, title: 'New' });
    expect(await classesOf(ana)).toMatchObject({ New: 'student' });
    expect(engine.ownNews(before)).toEqual(
      expect.arrayContaining(
        [rivera, ana].map(({ id: person }) =>
          expect.objectContaining({
            kind: 'passing',
            person,
            frame: expect.objectContaining({ event: 'classrooms.changed' }),
          }),
        ),
      ),
    );
  });

  test('is archived with its rooms, and brought back with them', async () => {
    const { rivera, ana, send } = stage();
    const id = await freshClass('Last term');
    await enrol(id, ana, 'student');
    const room = (await api(ana).rooms.list()).find(({ classroomId }) => classroomId === id) as { id: string };
    const archive = (archived: boolean) => api(rivera).classrooms.archive({ classroomId: id, archived });
    await archive(true);
    expect((await api(ana).classrooms.list()).find((one) => one.id === id)).toMatchObject({ archived: true });
    expect(await refusalOf(send(room, ana, 'hi'))).toBe('rooms.archived');
    await archive(false);
    await send(room, ana, 'hi');
  });
});

describe('enrolling', () => {
  test('puts a person on the roster and into the rooms for everyone, and into no other', async () => {
    const { engine, rivera, ana } = stage();
    const classroomId = await freshClass();
    await api(rivera).rooms.open({ classroomId, title: 'Lab' });
    await api(rivera).rooms.open({ classroomId, title: 'Notices', everyone: true, posting: 'announcement' });
    const before = engine.news.length;
    await enrol(classroomId, ana, 'student');
    await enrol(classroomId, ana, 'student');
    expect((await roomsOf(ana, classroomId)).sort()).toEqual(['Class room', 'Notices']);
    expect(
      (await api(ana).rooms.browse()).filter((room) => room.classroomId === classroomId).map(({ title }) => title),
    ).toEqual(['Lab']);
    expect(engine.ownNews(before).filter(({ kind }) => kind === 'entered')).toHaveLength(2);
    expect(await api(rivera).classrooms.roster({ classroomId })).toMatchObject([
      { role: 'teacher', person: { name: 'Ms Rivera' } },
      { role: 'student', person: { name: 'Ana Lopez' }, email: ana.email, invited: false },
    ]);
    expect((await api(ana).classrooms.roster({ classroomId }))[0]).not.toHaveProperty('email');
  });

  test('fits what a person is in the school: no student becomes staff, and nobody of another school comes', async () => {
    const { ana, lopez, stone, head, ed } = stage();
    const classroomId = await freshClass();
    for (const role of ['teacher', 'assistant', 'guardian'] as const)
      expect(await refusalOf(enrol(classroomId, ana, role))).toBe('classrooms.wrong-role');
    for (const role of ['teacher', 'student'] as const)
      expect(await refusalOf(enrol(classroomId, lopez, role))).toBe('classrooms.wrong-role');
    for (const who of [stone, head])
      expect(await refusalOf(enrol(classroomId, who, 'student'))).toBe('classrooms.wrong-role');
    expect(await refusalOf(enrol(classroomId, ed, 'student'))).toBe('missing');
    expect(await api(stage().rivera).classrooms.roster({ classroomId })).toHaveLength(1);
  });

  test('is for the class’s teachers and the admin', async () => {
    const { engine, rivera, ana, stone, head, moss, ben } = stage();
    const classroomId = await freshClass();
    await enrol(classroomId, ana, 'student');
    const tried = (who: TestPerson) =>
      engine.as(who).classrooms.enrol({ classroomId, personId: ben.id, role: 'student' });
    expect(await refusalOf(tried(ana))).toBe('classrooms.not-allowed');
    for (const who of [stone, moss]) expect(await refusalOf(tried(who))).toBe('missing');
    await tried(head);
    expect(await api(rivera).classrooms.roster({ classroomId })).toHaveLength(3);
  });
});

describe('taking off the roster', () => {
  test('takes a person out of every room of the class, and leaves what they wrote', async () => {
    const { rivera, ana, send, texts } = stage();
    const classroomId = await freshClass();
    await enrol(classroomId, ana, 'student');
    const room = (await api(ana).rooms.list()).find((one) => one.classroomId === classroomId) as { id: string };
    await send(room, ana, 'I was here');
    await api(rivera).classrooms.unenrol({ classroomId, personId: ana.id });
    expect(await roomsOf(ana, classroomId)).toEqual([]);
    expect((await api(ana).rooms.browse()).filter((one) => one.classroomId === classroomId)).toEqual([]);
    expect(await refusalOf(api(ana).rooms.join({ roomId: room.id }))).toBe('missing');
    expect(await refusalOf(api(ana).classrooms.roster({ classroomId }))).toBe('missing');
    expect(await texts(room, rivera)).toContain('I was here');
    expect(await refusalOf(api(rivera).classrooms.unenrol({ classroomId, personId: ana.id }))).toBe('missing');
    await enrol(classroomId, ana, 'student');
    expect(await texts(room, ana)).toContain('I was here');
  });

  test('leaves a class its last teacher', async () => {
    const { rivera, stone } = stage();
    const classroomId = await freshClass();
    const off = (who: TestPerson, { id: personId }: TestPerson) =>
      api(who).classrooms.unenrol({ classroomId, personId });
    expect(await refusalOf(off(rivera, rivera))).toBe('classrooms.last-teacher');
    await enrol(classroomId, stone, 'teacher');
    const both = await Promise.allSettled([off(rivera, stone), off(stone, rivera)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a class code', () => {
  test('puts whoever knows it on the roster, however it is typed', async () => {
    const { rivera, ben } = stage();
    const classroomId = await freshClass('By code');
    const { code, role, expiresAt } = await api(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 2 });
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
    expect(role).toBe('student');
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(7_100_000);
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `;
    expect(await api(ben).classrooms.joinByCode({ code: typed })).toMatchObject({
      id: classroomId,
      title: 'By code',
      role: 'student',
    });
    expect(await roomsOf(ben, classroomId)).toEqual(['Class room']);
    expect(await api(rivera).classrooms.codes({ classroomId })).toEqual([{ code, role, expiresAt }]);
  });

  test('that is wrong, revoked, expired or of another school gets one and the same answer', async () => {
    const { engine, rivera, ben, ed } = stage();
    const classroomId = await freshClass();
    const make = async () => (await api(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 1 })).code;
    const [revoked, expired, good] = [await make(), await make(), await make()];
    await api(rivera).classrooms.revokeCode({ classroomId, code: revoked });
    await engine.rows(`update class_code set expires_at = now() - interval '1 second' where code = $1`, [expired]);
    const answers = await Promise.all(
      [revoked, expired, 'NOPENOPE'].map((code) => engine.ask(ben, 'classrooms.joinByCode', { code })),
    );
    answers.push(await engine.ask(ed, 'classrooms.joinByCode', { code: good }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.error?.data.error.code).toBe('classrooms.wrong-code');
    expect((await api(rivera).classrooms.codes({ classroomId })).map(({ code }) => code)).toEqual([good]);
  });

  test('tells who has it which class it opens, and whether they are in it, before they join', async () => {
    const { engine, rivera, ben, ed } = stage();
    const classroomId = await freshClass('Told before');
    const { code } = await api(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 1 });
    const told = { id: classroomId, title: 'Told before', enrolled: false };
    expect(await api(ben).classrooms.classOfCode({ code: code.toLowerCase() })).toEqual(told);
    expect(await roomsOf(ben, classroomId)).toEqual([]);
    await api(ben).classrooms.joinByCode({ code });
    expect(await api(ben).classrooms.classOfCode({ code })).toEqual({ ...told, enrolled: true });
    await api(rivera).classrooms.archive({ classroomId, archived: true });
    const answers = [
      await engine.ask(ben, 'classrooms.classOfCode', { code: 'NOPENOPE' }),
      await engine.ask(ben, 'classrooms.classOfCode', { code }),
      await engine.ask(ed, 'classrooms.classOfCode', { code }),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.error?.data.error.code).toBe('classrooms.wrong-code');
  });

  test('makes nobody what they cannot be, and says so before they press', async () => {
    const { engine, rivera, head, ana, lopez } = stage();
    const classroomId = await freshClass();
    const { code } = await api(rivera).classrooms.makeCode({ classroomId, role: 'assistant', hours: 1 });
    for (const who of [ana, lopez])
      for (const ask of ['classOfCode', 'joinByCode'] as const)
        expect(await refusalOf(api(who).classrooms[ask]({ code }))).toBe('classrooms.wrong-role');
    const forPupils = await api(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 1 });
    const { error } = await engine.ask(head, 'classrooms.classOfCode', { code: forPupils.code });
    expect(error?.message).toBe('This code is for students. At this school you are an admin.');
  });

  test('is known to those who run the class, and revoked by them', async () => {
    const { rivera, stone, ana } = stage();
    const classroomId = await freshClass();
    await enrol(classroomId, ana, 'student');
    const { code } = await api(rivera).classrooms.makeCode({ classroomId, role: 'student', hours: 1 });
    expect(await refusalOf(api(ana).classrooms.codes({ classroomId }))).toBe('classrooms.not-allowed');
    expect(await refusalOf(api(stone).classrooms.codes({ classroomId }))).toBe('missing');
    const other = await freshClass();
    expect(await refusalOf(api(rivera).classrooms.revokeCode({ classroomId: other, code }))).toBe('missing');
    await api(rivera).classrooms.revokeCode({ classroomId, code: ` ${code.toLowerCase()}` });
    expect(await refusalOf(api(rivera).classrooms.revokeCode({ classroomId, code }))).toBe('missing');
  });
});
