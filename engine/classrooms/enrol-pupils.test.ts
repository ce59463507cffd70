import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pluginContract } from '../plugin-host/contract.ts';
import { definePlugin } from '../plugin-host/define-plugin.ts';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestEngine, type TestEngine } from '../testing/start-test-engine.ts';

/** Refuses to enrol in one class. */
let closed = '';
const closing = definePlugin(
  pluginContract({
    ...{ id: 'closing', summary: 'Closes a class.', settings: z.strictObject({}) },
    errors: { closed: { fault: 'forbidden', message: 'This class is closed.' } },
  }),
  { guard: { 'classroom.enrol': (draft, ctx) => void (draft.classroomId === closed && ctx.refuse('closed')) } },
);

let engine: TestEngine;
let cast: Cast;
beforeAll(async () => {
  engine = await startTestEngine({ plugins: [closing] });
  cast = await startCast(engine);
});
afterAll(() => engine?.stop());

let count = 0;
const freshClass = async (): Promise<string> => {
  count += 1;
  return (await engine.as(cast.rivera).classrooms.create({ title: `Pupils ${count}` })).id;
};
const preview = async (classroomId: string, csv: string) => {
  const { lines } = await engine.as(cast.rivera).classrooms.previewRoster({ classroomId, csv });
  return lines.map(({ act, userName, why }) => [act, userName, why].filter(Boolean).join(' · '));
};
const handIn = (classroomId: string, csv: string, part: { from?: number; to?: number } = {}) =>
  engine.as(cast.rivera).classrooms.enrolMany({ classroomId, csv, ...part });
const pupilsOf = async (classroomId: string): Promise<string[]> => {
  const roster = await engine.as(cast.rivera).classrooms.roster({ classroomId });
  return roster.slice(1).map(({ person, userName }) => `${person.name} · ${userName}`);
};

describe('a list of pupils without addresses', () => {
  test('gives each an account and a user name that the preview has shown', async () => {
    const id = await freshClass();
    const csv = 'Name\nAna María López\nZoe\u0308 Łuczak\n李小龙\n李小龙2\nAna-María López';
    const shown = ['ana.maria.lopez', 'zoe.luczak', 'pupil', 'pupil2'];
    expect(await preview(id, csv)).toEqual([
      ...shown.map((userName) => `account · ${userName}`),
      'account · ana.maria.lopez2',
    ]);
    expect(await handIn(id, csv)).toEqual({
      ...{ added: 5, changed: 0, already: 0, invited: 0, accounts: 5, problems: [] },
    });
    expect(await pupilsOf(id)).toEqual([
      'Ana María López · ana.maria.lopez',
      'Ana-María López · ana.maria.lopez2',
      'Zoë Łuczak · zoe.luczak',
      '李小龙 · pupil',
      '李小龙2 · pupil2',
    ]);
    const accounts = await engine.rows(
      `select u.email, a.password from person p join auth."user" u on u.id = p.account_id
       join auth.account a on a."userId" = u.id where p.user_name = 'zoe.luczak'`,
    );
    expect(accounts).toEqual([{ email: null, password: null }]);
    expect(await engine.mails('')).toEqual([]);
  });

  test('twice is once, also part by part, with the user names of the whole list', async () => {
    const id = await freshClass();
    const csv = 'Name;User name\nMia Part;\nMax Part;mia.part\nMoe Part;';
    expect(await handIn(id, csv, { from: 2, to: 2 })).toMatchObject({ accounts: 1, problems: [] });
    expect(await handIn(id, csv, { from: 3, to: 4 })).toMatchObject({ accounts: 2, problems: [] });
    expect(await handIn(id, csv)).toMatchObject({ added: 0, accounts: 0, already: 3, problems: [] });
    expect(await pupilsOf(id)).toEqual(['Max Part · mia.part', 'Mia Part · mia.part2', 'Moe Part · moe.part']);
  });

  test('reads a user name without case and marks, and refuses what is none', async () => {
    const id = await freshClass();
    const csv = [
      'Name,Login',
      'One,O\u0308ne.Li ',
      'Two,two pupils',
      'Three,трое',
      'Four,x',
      `Five,${'a'.repeat(41)}`,
      'Six,six@oakwood.example',
      ',seven',
    ];
    expect(await preview(id, csv.join('\n'))).toEqual([
      'account · one.li',
      'skip · two pupils · A user name has no blanks.',
      expect.stringMatching(/^skip · тро[её] · A user name has letters from a to z/),
      'skip · x · A user name has at least 2 characters.',
      expect.stringContaining('A user name has 40 characters at most.'),
      expect.stringContaining('A user name has letters from a to z'),
      'skip · seven · Please give a name.',
    ]);
  });

  test('says which lines mean one child, and which cannot tell two children apart', async () => {
    const [first, id] = [await freshClass(), await freshClass()];
    await handIn(first, 'Name,User name\nKim Same,kim.same\nIda Other,ida.other');
    const csv = [
      'Name,User name,Role',
      'Kim Same,,',
      'Kim Same,,',
      'KIM SAME,Kim.Same,',
      'Kim Same,kim.new,',
      'Kim Same,kim.new,',
      'Not Ida,ida.other,',
      `${cast.ana.name},,`,
      'Pa Parent,,guardian',
      'Te Teacher,,teacher',
    ];
    const known =
      'is at the school already. Give the address or user name of that pupil, or a new user name for another.';
    expect(await preview(id, csv.join('\n'))).toEqual([
      `skip · A pupil called Kim Same ${known}`,
      'skip · Line 2 has this name too. Give each of them a user name.',
      'enrol · kim.same',
      'account · kim.new',
      'skip · kim.new · Line 5 has this user name too.',
      "skip · ida.other · The user name ida.other is Ida Other's. Choose another one.",
      `skip · A pupil called ${cast.ana.name} ${known}`,
      'skip · Only pupils can be without an email address.',
      'skip · Only pupils can be without an email address.',
    ]);
    expect(await handIn(id, csv.join('\n'))).toMatchObject({ added: 2, accounts: 1, problems: { length: 7 } });
    expect(await pupilsOf(id)).toEqual(['Kim Same · kim.same', 'Kim Same · kim.new']);
  });

  test('of somebody who has left, in another school, or by a school-wide list makes no account', async () => {
    const [id, other] = [await freshClass(), await freshClass()];
    await handIn(id, 'Name\nLeo Left');
    await engine.rows(`update person set left_at = now() where user_name = 'leo.left'`);
    expect(await preview(other, 'Name,Login\nLeo Left,leo.left')).toEqual([
      'skip · leo.left · This person has left the school.',
    ]);
    expect(await preview(other, 'Name\nLeo Left')).toEqual(['account · leo.left2']);
    const { id: there } = await engine.as(cast.moss).classrooms.create({ title: 'There' });
    const elm = await engine.as(cast.moss).classrooms.previewRoster({ classroomId: there, csv: 'Name\nLeo Left' });
    expect(elm.lines).toMatchObject([{ act: 'account', userName: 'leo.left' }]);
    const invites = await engine.as(cast.head).people.previewInvites({ csv: 'Name\nLeo Left' });
    expect(invites.lines).toMatchObject([{ act: 'skip', why: expect.stringContaining('needs an email address') }]);
  });

  test('handed in by two at once gives each user name once', async () => {
    const [one, two] = [await freshClass(), await freshClass()];
    const lines = Array.from({ length: 6 }, (_, n) => `Race ${'abcdef'[n]}`).join('\n');
    const reports = await Promise.all([one, two].map((id) => handIn(id, `Name\n${lines}`)));
    const rows = await engine.rows(`select user_name from person where user_name like 'race.%'`);
    expect(rows).toHaveLength(6);
    expect(reports.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(6);
    expect(reports.reduce((sum, { problems }) => sum + problems.length, 0)).toBe(6);
  });

  test('that a plugin refuses leaves nobody behind', async () => {
    closed = await freshClass();
    const report = await handIn(closed, 'Name\nNia Nothing');
    expect(report).toMatchObject({ added: 0, accounts: 0, problems: [{ line: 2 }] });
    expect(await engine.rows(`select 1 from person where name = 'Nia Nothing'`)).toEqual([]);
    expect(await engine.rows(`select 1 from auth."user" where name = 'Nia Nothing'`)).toEqual([]);
    closed = '';
  });
});
