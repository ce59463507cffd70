import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';

let kit: Kit;
let oakwood: string;
beforeAll(async () => {
  kit = await startAccounts();
  oakwood = await kit.school('oakwood');
});
afterAll(() => kit.stop());
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
