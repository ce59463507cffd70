import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';

let kit: Kit;
let oakwood: string;
beforeAll(async () => {
  kit = await startAccounts();
  oakwood = await kit.school('oakwood');
});
afterAll(() => kit.stop());
beforeEach(() => void kit.ended.splice(0));

const NEW_PASSWORD = 'another horse battery';
let count = 0;
/** Somebody new, so that no test meets the limits or sessions of another. */
async function somebody(): Promise<{ email: string; person: string }> {
  const email = `ana${++count}@oakwood.example`;
  return { email, person: await kit.person(oakwood, email) };
}
const who = (cookie: string) => kit.accounts.signIn({ cookie });

describe('signing in', () => {
  test('the right password opens a session as the person of the school', async () => {
    const { email, person } = await somebody();
    const answer = await kit.signIn(email);
    expect(answer.status).toBe(200);
    expect(await who(answer.cookie)).toMatchObject({
      person: { id: person, schoolId: oakwood, email, role: 'student' },
    });
  });

  test('the case of an address and blanks around it do not matter', async () => {
    const { email } = await somebody();
    expect((await kit.signIn(`  ${email.toUpperCase()} `)).status).toBe(200);
  });

  test('the cookie is for this server alone, kept from scripts and lasts fourteen days', async () => {
    const { email } = await somebody();
    const line = (await kit.signIn(email)).headers.getSetCookie().join('\n');
    expect(line).toMatch(/^homeroom\.session_token=/);
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=1209600']) expect(line).toContain(part);
    expect(line).not.toContain('Secure');
    expect(line).not.toContain('Domain');
  });

  test('"not remembered" gives a cookie that ends with the browser', async () => {
    const { email } = await somebody();
    const { headers } = await kit.post('/sign-in/email', { email, password: PASSWORD, rememberMe: false });
    expect(headers.getSetCookie()[0]).not.toContain('Max-Age');
  });

  test('a wrong password and an unknown address are answered alike', async () => {
    const { email } = await somebody();
    const wrong = await kit.signIn(email, 'wrong horse battery');
    const unknown = await kit.signIn('nobody@oakwood.example', 'wrong horse battery');
    expect(wrong.status).toBe(401);
    expect(wrong.body.error).toMatchObject({ code: 'session.wrong-sign-in', fault: 'forbidden' });
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.status).toBe(wrong.status);
    expect(unknown.cookie).toBe('');
  });

  test('the token of the answer signs a program in; the bare token of the table signs nobody in', async () => {
    const { email, person } = await somebody();
    const { token = '' } = (await kit.signIn(email)).body;
    const signedIn = await kit.accounts.signIn({ authorization: `Bearer ${token}` });
    expect(signedIn?.person.id).toBe(person);
    const bare = token.slice(0, token.lastIndexOf('.'));
    const { rowCount } = await kit.admin.query('select from auth.session where token = $1', [bare]);
    expect(rowCount).toBe(1);
    expect(await kit.accounts.signIn({ authorization: `Bearer ${bare}` })).toBeNull();
    expect((await kit.post('/revoke-sessions', {}, { authorization: `Bearer ${bare}` })).status).toBe(401);
    expect(await kit.accounts.signIn({ authorization: `Bearer ${token}` })).not.toBeNull();
  });

  test('a token that was tampered with signs nobody in, not even beside a good cookie', async () => {
    const { email } = await somebody();
    const { body, cookie } = await kit.signIn(email);
    const forged = `${body.token?.startsWith('a') ? 'b' : 'a'}${body.token?.slice(1)}`;
    expect(await kit.accounts.signIn({ cookie, authorization: `Bearer ${forged}` })).toBeNull();
    expect(await kit.accounts.signIn({ cookie, authorization: 'Basic c3RhZ2luZzp4' })).not.toBeNull();
  });

  test('a page of another origin signs nobody in and ends nothing', async () => {
    const { email } = await somebody();
    const { cookie } = await kit.signIn(email);
    const evil = { origin: 'https://evil.example', cookie };
    expect((await kit.post('/sign-out', {}, evil)).body.error).toMatchObject({
      code: 'session.origin',
      fault: 'forbidden',
    });
    expect((await kit.signIn(email, PASSWORD, { origin: 'https://evil.example' })).status).toBe(403);
    expect(await who(cookie)).not.toBeNull();
  });

  test('the right password of somebody whom no school has any more opens no session', async () => {
    const { email, person } = await somebody();
    await kit.admin.query('update person set left_at = now() where id = $1', [person]);
    const answer = await kit.signIn(email);
    expect(answer.body.error).toMatchObject({ code: 'session.no-school', fault: 'forbidden' });
    expect(answer.cookie).toBe('');
  });

  test('what is not open is not there: sign-up like a path that never was', async () => {
    const draft = { email: 'new@oakwood.example', password: PASSWORD, name: 'New' };
    const signUp = await kit.post('/sign-up/email', draft);
    const nonsense = await kit.post('/no-such-path', draft);
    expect(signUp.status).toBe(404);
    expect(signUp.body).toEqual(nonsense.body);
    expect((await kit.post('/update-session', { activeSchool: oakwood })).status).toBe(404);
    expect(await kit.accounts.passwords.find('new@oakwood.example')).toBeNull();
  });

  test.each([
    ['an array', '[]'],
    ['no JSON', '{'],
    ['too much', JSON.stringify({ email: 'x'.repeat(2_000_000) })],
    ['an address that is a number', '{"email":1,"password":"x"}'],
    ['a password that is a list', '{"email":"a@b.example","password":["x"]}'],
  ])('%s is refused as invalid', async (_, body) => {
    const headers = { 'content-type': 'application/json', origin: kit.origin };
    const answer = await fetch(`${kit.url}/api/auth/sign-in/email`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid', fault: 'invalid' } });
  });
});

describe('a session', () => {
  test('of a person who left the school opens nothing there, and another school of the account instead', async () => {
    const { email, person } = await somebody();
    const { cookie } = await kit.signIn(email);
    await kit.admin.query('update person set left_at = now() where id = $1', [person]);
    expect(await who(cookie)).toBeNull();
    const elmgrove = await kit.school('elmgrove');
    const there = await kit.person(elmgrove, email);
    expect((await who(cookie))?.person.id).toBe(there);
  });

  test('that has expired opens nothing, and the sweep takes it away', async () => {
    const { email } = await somebody();
    const { cookie } = await kit.signIn(email);
    const session = (await who(cookie))?.session;
    await kit.admin.query(`update auth.session set "expiresAt" = now() - interval '1 second' where id = $1`, [session]);
    expect(await who(cookie)).toBeNull();
    expect(await kit.accounts.sweep()).toBeGreaterThanOrEqual(1);
    expect((await kit.admin.query('select from auth.session where id = $1', [session])).rowCount).toBe(0);
  });

  test('a day old is prolonged with its cookie, over HTTP only', async () => {
    const { email } = await somebody();
    const { cookie } = await kit.signIn(email);
    const session = (await who(cookie))?.session;
    await kit.admin.query(
      `update auth.session set "expiresAt" = "expiresAt" - interval '2 days', "updatedAt" = "updatedAt" - interval '2 days'
       where id = $1`,
      [session],
    );
    const left = () => daysLeft(session);
    await who(cookie);
    expect(await left()).toBeLessThan(12.1);
    const lines: string[] = [];
    await kit.accounts.signIn({ cookie }, (line) => lines.push(line));
    expect(await left()).toBeGreaterThan(13.9);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^homeroom\.session_token=.*; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await who(lines[0]?.split(';')[0] ?? '')).not.toBeNull();
    await kit.accounts.signIn({ cookie }, (line) => lines.push(line));
    expect(lines).toHaveLength(1);
  });

  test('"not remembered" is never prolonged', async () => {
    const { email } = await somebody();
    const { cookie } = await kit.post('/sign-in/email', { email, password: PASSWORD, rememberMe: false });
    const session = (await kit.accounts.signIn({ cookie }, () => expect.unreachable()))?.session;
    expect(await daysLeft(session)).toBeLessThan(1.01);
  });

  test('marks its person as seen at most once a minute', async () => {
    const { email, person } = await somebody();
    const { cookie } = await kit.signIn(email);
    const seen = async () =>
      (await kit.admin.query('select last_seen_at s from person where id = $1', [person])).rows[0].s;
    expect(await seen()).toBeNull();
    await who(cookie);
    const first = await seen();
    await who(cookie);
    expect(await seen()).toEqual(first);
    await kit.admin.query(`update person set last_seen_at = now() - interval '2 minutes' where id = $1`, [person]);
    await who(cookie);
    expect((await seen()).getTime()).toBeGreaterThanOrEqual(first.getTime());
  });

  test('keeps its school while another device uses another, until it switches', async () => {
    const { email, person } = await somebody();
    const maple = await kit.school('maple');
    const { cookie } = await kit.signIn(email);
    const first = await who(cookie);
    const other = await kit.person(maple, email);
    await kit.admin.query(`update person set last_seen_at = now() + interval '1 hour' where id = $1`, [other]);
    expect((await who(cookie))?.person.id).toBe(person);
    if (!first) return expect.unreachable();
    await kit.accounts.switchSchool('maple', first);
    expect((await who(cookie))?.person.id).toBe(other);
    expect((await kit.accounts.schoolsOf(first)).map(({ slug }) => slug)).toEqual(['maple', 'oakwood']);
    await expect(kit.accounts.switchSchool('elmgrove', first)).rejects.toMatchObject({ fault: 'missing' });
    await expect(kit.accounts.switchSchool('nowhere', first)).rejects.toMatchObject({ fault: 'missing' });
  });
});

async function daysLeft(session: string | undefined): Promise<number> {
  const sql = `select extract(epoch from "expiresAt" - now())::float / 86400 as days from auth.session where id = $1`;
  return (await kit.admin.query(sql, [session])).rows[0].days;
}

describe('signing out', () => {
  test('ends this session and tells which', async () => {
    const { email } = await somebody();
    const [one, two] = [await kit.signIn(email), await kit.signIn(email)];
    const first = await who(one.cookie);
    expect((await kit.post('/sign-out', {}, { cookie: one.cookie })).status).toBe(200);
    expect(await who(one.cookie)).toBeNull();
    expect(await who(two.cookie)).not.toBeNull();
    expect(kit.ended).toEqual([{ account: first?.account, session: first?.session }]);
  });

  test('everywhere ends every session and tells it once', async () => {
    const { email } = await somebody();
    const [one, two] = [await kit.signIn(email), await kit.signIn(email)];
    const signedIn = await who(one.cookie);
    if (!signedIn) return expect.unreachable();
    await kit.accounts.signOutEverywhere(signedIn);
    expect([await who(one.cookie), await who(two.cookie)]).toEqual([null, null]);
    expect(kit.ended).toEqual([{ account: signedIn.account }]);
  });

  test('a session can be revoked from another', async () => {
    const { email } = await somebody();
    const [one, two] = [await kit.signIn(email), await kit.signIn(email)];
    const revoked = await who(two.cookie);
    const token = decodeURIComponent(two.cookie.split('=')[1] ?? '').split('.')[0];
    await kit.post('/revoke-session', { token }, { cookie: one.cookie });
    expect(await who(two.cookie)).toBeNull();
    expect(await who(one.cookie)).not.toBeNull();
    expect(kit.ended).toEqual([{ account: revoked?.account, session: revoked?.session }]);
  });
});

describe('a new password', () => {
  test('by mail ends every session; the link works once', async () => {
    const { email } = await somebody();
    const { cookie } = await kit.signIn(email);
    const account = (await who(cookie))?.account;
    await kit.post('/request-password-reset', { email });
    const [mail] = await kit.mails(email);
    expect(mail?.subject).toBe('A new password for oakwood School');
    const token = mail?.links[0]?.split('?token=')[1];
    expect(mail?.links[0]).toBe(`${kit.origin}/reset?token=${token}`);
    expect((await kit.post('/reset-password', { newPassword: NEW_PASSWORD, token })).status).toBe(200);
    expect(await who(cookie)).toBeNull();
    expect(kit.ended).toContainEqual({ account });
    expect((await kit.signIn(email)).status).toBe(401);
    expect((await kit.signIn(email, NEW_PASSWORD)).status).toBe(200);
    const again = await kit.post('/reset-password', { newPassword: PASSWORD, token });
    expect(again.body.error).toMatchObject({ code: 'session.link-expired' });
  });

  test('asked for a known and an unknown address is answered alike, and only one mail is sent', async () => {
    const { email } = await somebody();
    const known = await kit.post('/request-password-reset', { email });
    const unknown = await kit.post('/request-password-reset', { email: 'no.one@oakwood.example' });
    expect(unknown.body).toEqual(known.body);
    expect(unknown.status).toBe(known.status);
    expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()]);
    expect(await kit.mails(email)).toHaveLength(1);
    expect(await kit.mails('no.one@oakwood.example')).toHaveLength(0);
  });

  test('is stored nowhere as a link that could be followed', async () => {
    const { email } = await somebody();
    await kit.post('/request-password-reset', { email });
    const token = (await kit.mails(email))[0]?.links[0]?.split('?token=')[1] ?? '';
    const { rows } = await kit.admin.query('select v::text as row from auth.verification v');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ row }) => row.includes(token))).toEqual([]);
  });

  test('chosen while signed in ends the other sessions and keeps this one under a new token', async () => {
    const { email } = await somebody();
    const [mine, other] = [await kit.signIn(email), await kit.signIn(email)];
    const draft = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const answer = await kit.post('/change-password', draft, { cookie: mine.cookie });
    expect(answer.status).toBe(200);
    expect([await who(mine.cookie), await who(other.cookie)]).toEqual([null, null]);
    expect(await who(answer.cookie)).not.toBeNull();
    expect(await kit.accounts.signIn({ authorization: `Bearer ${answer.body.token}` })).not.toBeNull();
    expect(kit.ended).toHaveLength(2);
  });

  test('needs the present one', async () => {
    const { email } = await somebody();
    const { cookie } = await kit.signIn(email);
    const draft = { currentPassword: 'not my password', newPassword: NEW_PASSWORD };
    expect((await kit.post('/change-password', draft, { cookie })).body.error).toMatchObject({
      code: 'session.wrong-password',
      data: { field: 'currentPassword' },
    });
    expect((await kit.signIn(email)).status).toBe(200);
  });

  test.each([
    ['nine characters', 'ninechars', 'session.password-too-short'],
    ['129 characters', 'x'.repeat(129), 'session.password-too-long'],
  ])('of %s is refused', async (_, newPassword, code) => {
    const { email } = await somebody();
    const { cookie } = await kit.signIn(email);
    const answer = await kit.post('/change-password', { currentPassword: PASSWORD, newPassword }, { cookie });
    expect(answer.body.error?.code).toBe(code);
  });
});

test('behind https the cookie is marked Secure, the prolonged one too', async () => {
  const secure = await startAccounts({ publicUrl: 'https://homeroom.example' });
  try {
    const school = await secure.school('oakwood');
    await secure.person(school, 'ana@oakwood.example');
    const { headers, cookie } = await secure.signIn('ana@oakwood.example');
    expect(headers.getSetCookie()[0]).toMatch(/^__Secure-homeroom\.session_token=.*Secure/);
    await secure.admin.query(
      `update auth.session set "expiresAt" = "expiresAt" - interval '2 days', "updatedAt" = now()`,
    );
    const lines: string[] = [];
    await secure.accounts.signIn({ cookie }, (line) => lines.push(line));
    expect(lines[0]).toMatch(/^__Secure-homeroom\.session_token=.*; HttpOnly; Secure; SameSite=Lax$/);
  } finally {
    await secure.stop();
  }
});

test('without roles of our own in the database, accounts work as whoever connects', async () => {
  const plain = await startAccounts({ rowSecurity: false });
  try {
    await plain.person(await plain.school('oakwood'), 'ana@oakwood.example');
    expect(await plain.accounts.signIn({ cookie: (await plain.signIn('ana@oakwood.example')).cookie })).not.toBeNull();
  } finally {
    await plain.stop();
  }
});

test('who serves requests for one school cannot read accounts, sessions or links', async () => {
  for (const table of ['user', 'session', 'account', 'verification']) {
    const read = kit.database.inSchool(oakwood, (em) => em.execute(`select * from auth."${table}"`));
    await expect(read).rejects.toThrow(/permission denied/);
  }
});
