import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const PASSWORD = 'a password of my own';
let server: TestServer;
let cast: Cast;
let head: ReturnType<TestServer['overHttp']>;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
  head = server.overHttp(await server.signIn(cast.head));
});
afterAll(() => server?.stop());

const api = () => server.overHttp('');
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: { data?: { error?: { code: string } } }) => error.data?.error?.code ?? String(error),
  );

/** A pupil of Biology 7B without an address. */
async function pupil(name: string, userName: string): Promise<string> {
  const csv = `name,user name\n${name},${userName}`;
  await server.as(cast.rivera).classrooms.enrolMany({ classroomId: cast.biology.id, csv });
  const roster = await server.as(cast.rivera).classrooms.roster({ classroomId: cast.biology.id });
  return roster.find((line) => line.userName === userName)?.person.id ?? '';
}

async function withPassword(name: string, userName: string): Promise<string> {
  const personId = await pupil(name, userName);
  const slip = await head.people.makeSlip.mutate({ personId });
  await api().session.useSlipByName.mutate({ school: 'oakwood', userName, slip: slip.password, password: PASSWORD });
  return personId;
}
const signIn = (userName: string, password = PASSWORD, school = 'oakwood') =>
  api().session.signInByName.mutate({ school, userName, password });

describe('somebody without an address', () => {
  test('signs in by school, user name and password, however the name is typed', async () => {
    const id = await withPassword('Zoë Name', 'zoe.name');
    for (const typed of ['zoe.name', ' Zoe.Name ', 'zoe\u0308.name']) {
      const { token } = await signIn(typed);
      const me = await server.overHttp(token).session.me.query();
      expect(me.person).toMatchObject({ id, email: null, userName: 'zoe.name', role: 'student' });
    }
  });

  test('has no address in any table, nor in what staff and admins are shown', async () => {
    const id = await withPassword('Ada Nowhere', 'ada.nowhere');
    const [row] = await server.rows<{ person: string | null; account: string | null }>(
      `select p.email person, u.email account from person p join auth."user" u on u.id = p.account_id where p.id = $1`,
      [id],
    );
    expect(row).toEqual({ person: null, account: null });
    const { people } = await server.as(cast.head).people.list({ search: 'ada.now' });
    expect(people).toMatchObject([{ email: null, userName: 'ada.nowhere', invited: false }]);
    const roster = await server.as(cast.rivera).classrooms.roster({ classroomId: cast.biology.id });
    const line = roster.find(({ person }) => person.id === id);
    expect(line).toMatchObject({ userName: 'ada.nowhere', invited: false });
    expect(line).not.toHaveProperty('email');
    const classmates = await server.as(cast.ana).classrooms.roster({ classroomId: cast.biology.id });
    expect(classmates.find(({ person }) => person.id === id)).not.toHaveProperty('userName');
  });

  test('is answered alike for a wrong password, user name, school, and while no password is chosen', async () => {
    await withPassword('Bo Wrong', 'bo.wrong');
    await pupil('Cy Fresh', 'cy.fresh');
    const answers = [
      signIn('bo.wrong', 'another one'),
      signIn('nobody.here'),
      signIn('bo.wrong', PASSWORD, 'elmgrove'),
    ];
    answers.push(signIn('bo.wrong', PASSWORD, 'nowhere'), signIn('cy.fresh', ''), signIn('cy.fresh', 'null'));
    expect(await Promise.all(answers.map(codeOf))).toEqual([
      ...Array.from({ length: 4 }, () => 'session.wrong-sign-in'),
      ...['invalid', 'session.wrong-sign-in'],
    ]);
  });

  test('is not found by an address, nor somebody with one by a user name', async () => {
    await server.signIn(cast.ben);
    await server.rows(`update person set user_name = 'ben.hidden' where id = $1`, [cast.ben.id]);
    expect(await codeOf(signIn('ben.hidden', 'correct horse battery'))).toBe('session.wrong-sign-in');
    await server.rows('update person set user_name = null where id = $1', [cast.ben.id]);
  });

  test('is refused beyond ten wrong passwords, and only failures count', async () => {
    await withPassword('Dee Tried', 'dee.tried');
    for (let time = 0; time < 12; time += 1) await signIn('dee.tried');
    const wrong = await Promise.all(Array.from({ length: 11 }, () => codeOf(signIn('dee.tried', 'a wrong password'))));
    expect(wrong.filter((code) => code === 'session.wrong-sign-in')).toHaveLength(10);
    expect(wrong.filter((code) => code === 'limited')).toHaveLength(1);
    expect(await codeOf(signIn('dee.tried'))).toBe('limited');
  });

  test('is told, by the right password alone, that the membership has ended', async () => {
    const id = await withPassword('Eli Gone', 'eli.gone');
    await server.as(cast.head).people.end({ personId: id });
    expect(await codeOf(signIn('eli.gone'))).toBe('session.no-school');
    expect(await codeOf(signIn('eli.gone', 'a wrong password'))).toBe('session.wrong-sign-in');
  });

  test('with a one-time password is asked for one of their own', async () => {
    const personId = await withPassword('Flo Slip', 'flo.slip');
    const slip = await head.people.makeSlip.mutate({ personId });
    expect(slip).toMatchObject({ email: null, userName: 'flo.slip' });
    expect(await codeOf(signIn('flo.slip'))).toBe('session.wrong-sign-in');
    expect(await codeOf(signIn('flo.slip', slip.password))).toBe('session.choose-password');
  });

  test('stays a pupil until an address is given, which ends the account of before', async () => {
    const personId = await withPassword('Gia Later', 'gia.later');
    const admin = server.as(cast.head).people;
    expect(await codeOf(head.people.changeRole.mutate({ personId, role: 'teacher' }))).toBe('people.needs-address');
    expect(await codeOf(head.people.changeRole.mutate({ personId, role: 'guardian' }))).toBe('people.needs-address');
    await admin.changeAddress({ personId, email: 'gia@oakwood.example' });
    expect(await codeOf(signIn('gia.later'))).toBe('session.wrong-sign-in');
    await admin.changeRole({ personId, role: 'assistant' });
    await server.settled();
    expect(await server.mails('gia@oakwood.example')).toHaveLength(1);
    const bare = 'select count(*)::int n from auth."user" u where u.email is null and u.name = $1';
    await server.rows(`update auth."user" set "createdAt" = now() - interval '2 days' where name = 'Gia Later'`);
    await server.accounts.sweep();
    expect(await server.rows(bare, ['Gia Later'])).toEqual([{ n: 0 }]);
    expect(await server.rows(bare, ['Flo Slip'])).toEqual([{ n: 1 }]);
  });
});
