import { describe, expect, test } from 'vitest';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';

const stage = useStage();
let count = 0;

async function enrolList(csv: string, who: TestPerson = stage().rivera) {
  const { rivera, engine } = stage();
  count += 1;
  const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: `List ${count}` });
  const report = await engine.as(who).classrooms.enrolMany({ classroomId, csv });
  const roster = await engine.as(rivera).classrooms.roster({ classroomId });
  return {
    report,
    roster: roster.slice(1).map(({ person, role, email, invited }) => ({ name: person.name, role, email, invited })),
  };
}

describe('a list', () => {
  test('enrols people the school knows and invites those it does not', async () => {
    const { ana } = stage();
    const { report, roster } = await enrolList(
      `email,name,role\n${ana.email},Ana,student\nnew1@oakwood.example,Nora New,\nmum1@oakwood.example,Mrs New,guardian\n`,
    );
    expect(report).toEqual({ added: 3, changed: 0, already: 0, invited: 2, accounts: 0, problems: [] });
    expect(roster).toEqual([
      { name: 'Ana Lopez', role: 'student', email: ana.email, invited: false },
      { name: 'Nora New', role: 'student', email: 'new1@oakwood.example', invited: true },
      { name: 'Mrs New', role: 'guardian', email: 'mum1@oakwood.example', invited: true },
    ]);
  });

  test('may come from any spreadsheet: with a mark, semicolons, tabs, quotes, other line ends, and no heading', async () => {
    for (const [n, csv] of [
      '\ufeffemail;name;role\r\nsheet0@oakwood.example;"New, Nick";STUDENT\r\n',
      'sheet1@oakwood.example\tNick New\tstudent',
      '  sheet2@oakwood.example , Nick New \n\n\n',
      'SHEET3@Oakwood.Example,"Nick ""Nicky"" New",Student',
    ].entries()) {
      const { report, roster } = await enrolList(csv);
      expect(report, csv).toEqual({ added: 1, changed: 0, already: 0, invited: 1, accounts: 0, problems: [] });
      expect(roster).toMatchObject([{ email: `sheet${n}@oakwood.example`, role: 'student' }]);
    }
  });

  test('tells each line that cannot be done by its number, and does the others', async () => {
    const { ana, stone } = stage();
    const lines = [
      'email,name,role',
      'nobody,No Address,student',
      'noname@oakwood.example,,student',
      'king@oakwood.example,The King,king',
      `${ana.email},Ana,teacher`,
      `${stone.email},Mr Stone,assistant`,
      'good@oakwood.example,Good One,student',
    ];
    const { report, roster } = await enrolList(lines.join('\n'));
    expect(report).toMatchObject({ added: 2, invited: 1 });
    expect(report.problems.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    expect(report.problems.map(({ problem }) => problem)).toEqual([
      'That is not an email address.',
      'Please give a name.',
      '"king" is not a role of a class.',
      'That role does not fit what this person is in the school.',
    ]);
    expect(roster.map(({ name }) => name)).toEqual(['Mr Stone', 'Good One']);
  });

  test('brings no new staff into the school, unless an admin hands it in', async () => {
    const { head } = stage();
    const csv = 'teach@oakwood.example,New Teacher,teacher\nhelp@oakwood.example,New Helper,assistant\n';
    const { report, roster } = await enrolList(csv);
    expect(report).toMatchObject({ added: 0, invited: 0, problems: [{ line: 1 }, { line: 2 }] });
    expect(roster).toEqual([]);
    expect(await stage().engine.rows(`select 1 from person where email like 'teach@%'`)).toEqual([]);
    expect((await enrolList(csv, head)).report).toMatchObject({ added: 2, invited: 2, problems: [] });
  });

  test('twice is once, and one line twice is one person', async () => {
    const { rivera, engine } = stage();
    const csv = 'twice@oakwood.example,Two Times,student\nTWICE@oakwood.example,Two Times,student';
    const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Twice' });
    const enrol = () => engine.as(rivera).classrooms.enrolMany({ classroomId, csv });
    expect(await enrol()).toEqual({ added: 1, changed: 0, already: 1, invited: 1, accounts: 0, problems: [] });
    expect(await enrol()).toEqual({ added: 0, changed: 0, already: 2, invited: 0, accounts: 0, problems: [] });
    expect(await engine.as(rivera).classrooms.roster({ classroomId })).toHaveLength(2);
  });

  test('by two people at once enrols everybody once', async () => {
    const { rivera, head, engine } = stage();
    const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'At once' });
    const csv = Array.from({ length: 8 }, (_, n) => `race${n}@oakwood.example,Racer ${n},student`).join('\n');
    await Promise.all([rivera, head].map((who) => engine.as(who).classrooms.enrolMany({ classroomId, csv })));
    expect(await engine.as(rivera).classrooms.roster({ classroomId })).toHaveLength(9);
  });

  test('that is too long, or is no list, is refused whole', async () => {
    const long = Array.from({ length: 1_001 }, (_, n) => `p${n}@x.example,P ${n}`).join('\n');
    expect(await refusalOf(enrolList(long))).toBe('invalid');
    expect(await refusalOf(enrolList('"never closed'))).toBe('invalid');
    expect((await enrolList('')).report).toEqual({
      added: 0,
      changed: 0,
      already: 0,
      invited: 0,
      accounts: 0,
      problems: [],
    });
  });

  test('handed in part by part is done as in one, and once', async () => {
    const { rivera, engine } = stage();
    const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Parts' });
    const csv = ['email,name', ...Array.from({ length: 5 }, (_, n) => `part${n}@oakwood.example,Part ${n}`)].join('\n');
    const part = (from: number, to: number) => engine.as(rivera).classrooms.enrolMany({ classroomId, csv, from, to });
    expect(await part(2, 3)).toMatchObject({ added: 2, already: 0 });
    expect(await part(3, 4)).toMatchObject({ added: 1, already: 1 });
    expect(await part(5, 6)).toMatchObject({ added: 2, already: 0 });
    expect(await engine.as(rivera).classrooms.roster({ classroomId })).toHaveLength(6);
  });

  test('changes the role of somebody whose other role it says, and asks for no name of whom the school knows', async () => {
    const { rivera, stone, ana, engine } = stage();
    const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Roles' });
    const enrol = (csv: string) => engine.as(rivera).classrooms.enrolMany({ classroomId, csv });
    expect(await enrol(`${stone.email},,teacher\n${ana.email},`)).toMatchObject({ added: 2, problems: [] });
    expect(await enrol(`${stone.email},Mr Stone,\n`)).toMatchObject({ changed: 0, already: 1 });
    expect(await enrol(`${stone.email},Mr Stone,assistant`)).toMatchObject({ added: 0, changed: 1, problems: [] });
    expect(await enrol(`${ana.email},Ana,teacher`)).toMatchObject({ changed: 0, problems: [{ line: 1 }] });
    const roster = await engine.as(rivera).classrooms.roster({ classroomId });
    expect(roster.map(({ person, role }) => [person.name, role])).toEqual([
      ['Ms Rivera', 'teacher'],
      ['Mr Stone', 'assistant'],
      ['Ana Lopez', 'student'],
    ]);
  });

  test('is looked at before anything is done: the preview says what handing it in does, line by line', async () => {
    const { rivera, stone, ana, ben, engine, person } = stage();
    const left = await person('oakwood', 'student', 'Lee Gone');
    await engine.rows('update person set left_at = now() where id = $1', [left.id]);
    const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Looked at' });
    await engine.as(rivera).classrooms.enrol({ classroomId, personId: ben.id, role: 'student' });
    const csv = [
      'Rolle;Name;E-Mail',
      `Schüler;Ana;${ana.email}`,
      ';New, Nora;nora@oakwood.example',
      `student;Ben;${ben.email}`,
      ';New, Nora;NORA@oakwood.example',
      'king;Kim;kim@oakwood.example',
      `;Lee;${left.email}`,
      'Lehrerin;New, Staff;staff@oakwood.example',
      `student;Stone;${stone.email}`,
      ';Zero;ze\u200bro@oakwood.example',
    ].join('\r\n');
    const people = () => engine.rows('select count(*) from person');
    const before = await people();
    const preview = await engine.as(rivera).classrooms.previewRoster({ classroomId, csv });
    expect(await people()).toEqual(before);
    expect(preview).toMatchObject({
      delimiter: ';',
      columns: ['role', 'name', 'email'],
      heading: ['Rolle', 'Name', 'E-Mail'],
      lastFirst: false,
    });
    expect(preview.lines.map(({ line, act, known, why }) => [line, act, known, why])).toEqual([
      [2, 'enrol', 'Ana Lopez', null],
      [3, 'invite', null, null],
      [4, 'already', 'Ben', null],
      [5, 'already', null, 'Is on line 3 too.'],
      [6, 'skip', null, '"king" is not a role of a class.'],
      [7, 'skip', 'Lee Gone', 'This person has left the school.'],
      [8, 'skip', null, 'Only an admin may add staff whom the school does not know yet.'],
      [9, 'skip', 'Mr Stone', 'That role does not fit what this person is in the school.'],
      [10, 'skip', null, "The address has an invisible character after 'ze'."],
    ]);
    const report = await engine.as(rivera).classrooms.enrolMany({ classroomId, csv, lastFirst: true });
    const of = (...acts: string[]) => preview.lines.filter(({ act }) => acts.includes(act));
    expect(report).toMatchObject({ added: of('enrol', 'invite').length, already: 2, invited: 1 });
    expect(report.problems).toEqual(of('skip').map(({ line, why }) => ({ line, problem: why })));
    const roster = await engine.as(rivera).classrooms.roster({ classroomId });
    expect(roster.map(({ person: { name } }) => name)).toContain('Nora New');
  });

  test('may be looked at by those who run the class alone', async () => {
    const { ana, stone, engine, biology } = stage();
    const look = (who: TestPerson) =>
      engine.as(who).classrooms.previewRoster({ classroomId: biology.id, csv: 'a@b.example,A' });
    expect(await refusalOf(look(ana))).toBe('classrooms.not-allowed');
    expect(await refusalOf(look(stone))).toBe('missing');
  });

  test('is for those who run the class', async () => {
    const { ana, stone, engine, biology } = stage();
    const enrol = (who: TestPerson) =>
      engine.as(who).classrooms.enrolMany({ classroomId: biology.id, csv: 'a@b.example,A' });
    expect(await refusalOf(enrol(ana))).toBe('classrooms.not-allowed');
    expect(await refusalOf(enrol(stone))).toBe('missing');
  });
});
