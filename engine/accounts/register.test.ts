import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';
import { RegisterDraft } from './words.ts';

let kit: Kit;
let oakwood: string;
let elmgrove: string;
let classroom: string;
beforeAll(async () => {
  kit = await startAccounts();
  oakwood = await kit.school('oakwood', { by: 'code' });
  elmgrove = await kit.school('elmgrove', { by: 'domains', domains: ['Elmgrove.example'] });
  await kit.school('maple');
  const rivera = await kit.person(oakwood, 'rivera@oakwood.example', { role: 'teacher' });
  classroom = await kit.classWithCode(oakwood, rivera, 'ABCDEFGH');
  await kit.classWithCode(oakwood, rivera, 'OLDCODES', -1);
});
afterAll(() => kit.stop());
let n = 0;
let email: string;
beforeEach(() => {
  email = `new${++n}@elmgrove.example`;
});

const register = (draft: object) =>
  kit.accounts.register(
    RegisterDraft.parse({ school: 'oakwood', name: 'Ana', email, password: PASSWORD, ...draft }),
    '10.0.0.1',
  );
const byCode = (draft: object = {}) => register({ code: 'abcd efgh', ...draft });
const byMail = (draft: object = {}) => register({ school: 'elmgrove', ...draft });
async function personOf(school: string, address = email) {
  const sql = `select id, account_id account, role, name,
      (select role from enrolment where person_id = p.id and classroom_id = $3) enrolled
    from person p where school_id = $1 and email = $2`;
  return (await kit.admin.query(sql, [school, address, classroom])).rows[0];
}

describe('a school that is closed, or not there', () => {
  test('registers nobody', async () => {
    await expect(register({ school: 'maple' })).rejects.toMatchObject({
      ...{ code: 'session.registration-closed', fault: 'forbidden' },
    });
    await expect(register({ school: 'nowhere' })).rejects.toMatchObject({ fault: 'missing' });
    expect(await kit.accounts.passwords.find(email)).toBeNull();
  });
});

describe('by class code', () => {
  test('somebody new has an account, is in the class and signed in at once', async () => {
    const { signedIn, session } = await byCode();
    const person = await personOf(oakwood);
    expect(signedIn).toBe(true);
    expect(person).toMatchObject({ name: 'Ana', role: 'student', enrolled: 'student' });
    const who = await kit.accounts.signIn({ cookie: session?.setCookie[0]?.split(';')[0] });
    expect(who).toMatchObject({ account: person.account, person: { id: person.id } });
    expect(await kit.accounts.signIn({ authorization: `Bearer ${session?.token}` })).not.toBeNull();
    expect((await kit.mails(email)).map(({ subject }) => subject)).toEqual(['Welcome to oakwood School']);
  });

  test.each([
    ['expired', 'OLDCODES'],
    ['unknown', 'NOSUCHCO'],
    ['missing', undefined],
  ])('a code that is %s opens nothing', async (_, code) => {
    await expect(register({ code })).rejects.toMatchObject({ code: 'session.code-unknown', data: { field: 'code' } });
    expect(await kit.accounts.passwords.find(email)).toBeNull();
    expect(await personOf(oakwood)).toBeUndefined();
  });

  test('a code is looked at when its link is opened, as often as that is, and told when it opens nothing', async () => {
    const look = (school: string, code: string) => kit.accounts.lookAtCode({ school, code }, '10.0.0.1');
    for (let time = 0; time < 3; time++) await look('oakwood', 'ABCDEFGH');
    for (const code of ['OLDCODES', 'NOSUCHCO'])
      await expect(look('oakwood', code)).rejects.toMatchObject({ code: 'session.code-unknown' });
    await expect(look('elmgrove', 'ABCDEFGH')).rejects.toMatchObject({ code: 'session.registration-closed' });
    await expect(look('nowhere', 'ABCDEFGH')).rejects.toMatchObject({ fault: 'missing' });
    expect((await byCode()).signedIn).toBe(true);
  });

  test('a code of an archived class opens nothing', async () => {
    const rivera = (await personOf(oakwood, 'rivera@oakwood.example')).id;
    const archived = await kit.classWithCode(oakwood, rivera, 'ARCHIVED');
    await kit.admin.query('update classroom set archived_at = now() where id = $1', [archived]);
    await expect(register({ code: 'ARCHIVED' })).rejects.toMatchObject({ code: 'session.code-unknown' });
  });

  test('somebody of the roster without an account gets a link by mail, and nothing of them is opened', async () => {
    await kit.person(oakwood, email, { role: 'teacher', account: null });
    expect(await byCode()).toEqual({ signedIn: false });
    expect(await personOf(oakwood)).toMatchObject({ account: null, role: 'teacher', enrolled: null, name: email });
    expect(await kit.accounts.passwords.find(email)).toBeNull();
    const [mail] = await kit.mails(email);
    expect(mail?.links[0]).toContain('/invitation?token=');
  });

  test('an account of another school comes in with its password', async () => {
    await kit.person(elmgrove, email);
    const { session } = await byCode();
    const who = await kit.accounts.signIn({ authorization: `Bearer ${session?.token}` });
    expect(await personOf(oakwood)).toMatchObject({ account: who?.account, enrolled: 'student' });
  });

  test('and without its password by a link in the mail', async () => {
    await kit.person(elmgrove, email);
    expect(await byCode({ password: 'not that password' })).toEqual({ signedIn: false });
    expect(await personOf(oakwood)).toMatchObject({ account: null, enrolled: 'student' });
    const token = (await kit.mails(email))[0]?.links[0]?.split('?token=')[1] ?? '';
    await kit.accounts.acceptInvitation({ token, password: PASSWORD }, '10.0.0.1');
    expect((await personOf(oakwood)).account).toBe((await kit.accounts.passwords.find(email))?.id);
  });

  test('done twice, it goes on where it stopped', async () => {
    await byCode();
    const first = await personOf(oakwood);
    await kit.admin.query('delete from enrolment where person_id = $1', [first.id]);
    expect((await byCode()).signedIn).toBe(true);
    expect(await personOf(oakwood)).toEqual(first);
  });

  test('two at once make one account and one person', async () => {
    const both = await Promise.allSettled([byCode(), byCode()]);
    expect(both.map(({ status }) => status)).toContain('fulfilled');
    const { rows } = await kit.admin.query('select from person where email = $1', [email]);
    const accounts = await kit.admin.query('select from auth."user" where email = $1', [email]);
    expect([rows.length, accounts.rows.length]).toEqual([1, 1]);
  });

  test('somebody whom the school no longer has stays out', async () => {
    const person = await kit.person(oakwood, email);
    await kit.admin.query('update person set left_at = now() where id = $1', [person]);
    expect(await byCode()).toEqual({ signedIn: false });
    expect((await kit.mails(email))[0]?.subject).toBe('Your access to oakwood School');
    expect((await personOf(oakwood)).enrolled).toBeNull();
  });

  test('a password that is too short is refused before anything is made', () => {
    expect(
      RegisterDraft.safeParse({ school: 'oakwood', name: 'Ana', email, password: 'short', code: 'A' }).success,
    ).toBe(false);
  });
});

describe('by mail domain', () => {
  test('somebody new gets a link and is nobody until they follow it', async () => {
    expect(await byMail()).toEqual({ signedIn: false });
    const mails = await kit.mails(email);
    expect(mails.map(({ subject }) => subject)).toEqual(['Your invitation to elmgrove School']);
    expect(await personOf(elmgrove)).toMatchObject({ account: null, role: 'student', name: 'Ana' });
    expect(await kit.accounts.passwords.find(email)).toBeNull();
  });

  test('what a stranger calls themselves is not mailed to the address they typed', async () => {
    await byMail({ name: 'Win a prize at evil.example' });
    expect((await kit.mails(email))[0]?.text).not.toContain('evil.example');
  });

  test('every address of the domain is answered alike; only its mailbox learns more', async () => {
    await kit.person(elmgrove, email);
    expect(await byMail()).toEqual({ signedIn: false });
    const [mail] = await kit.mails(email);
    expect(mail?.subject).toBe('You already have an account at elmgrove School');
    expect(mail?.links.join()).not.toContain('token');
  });

  test.each([
    'ana@evil.example',
    'ana@sub.elmgrove.example',
    'ana@evilelmgrove.example',
    '"a@elmgrove.example"@evil.example',
  ])('%s is not of the domain', async (other) => {
    const draft = { school: 'elmgrove', name: 'Ana', email: other };
    if (!RegisterDraft.safeParse(draft).success) return;
    await expect(byMail({ email: other })).rejects.toMatchObject({ code: 'session.mail-domain' });
  });

  test('a person of the roster keeps the name and role the school gave them', async () => {
    await kit.person(elmgrove, email, { role: 'teacher', account: null });
    await byMail({ name: 'Somebody else' });
    await kit.accounts.settled();
    expect(await personOf(elmgrove)).toMatchObject({ role: 'teacher', name: email });
  });
});

describe('limits', () => {
  test('one address registers ten times an hour from one place', async () => {
    for (let i = 0; i < 10; i++) await byMail();
    await expect(byMail()).rejects.toMatchObject({ fault: 'limited', data: { retryAfter: expect.any(Number) } });
    expect(await kit.mails(email)).toHaveLength(10);
  });

  test('wrong codes end after two hundred from one place, and a right one in between changes nothing', async () => {
    const guess = (i: number) =>
      kit.accounts.register(
        RegisterDraft.parse({
          school: 'oakwood',
          name: 'A',
          email: `g${i}@x.example`,
          password: PASSWORD,
          code: `GUESS${i}`,
        }),
        '10.9.9.9',
      );
    const faults = await Promise.all(Array.from({ length: 210 }, (_, i) => guess(i).catch(({ fault }) => fault)));
    expect(faults.filter((fault) => fault === 'limited')).toHaveLength(10);
    expect(faults.filter((fault) => fault === 'invalid')).toHaveLength(200);
    // Looking is no way around.
    const look = kit.accounts.lookAtCode({ school: 'oakwood', code: 'GUESSING' }, '10.9.9.9');
    await expect(look).rejects.toMatchObject({ fault: 'limited' });
  });
});
