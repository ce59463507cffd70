import { rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { INVITE_JOB } from './invite.ts';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';

let kit: Kit;
let oakwood: string;
let elmgrove: string;
beforeAll(async () => {
  kit = await startAccounts();
  oakwood = await kit.school('oakwood');
  elmgrove = await kit.school('elmgrove');
});
afterAll(() => kit.stop());
let n = 0;
let email: string;
beforeEach(() => {
  email = `ana${++n}@oakwood.example`;
});

const CHOSEN = 'my own good password';
async function invited(how: { greet?: string } = {}) {
  const id = await kit.person(oakwood, email, { account: null });
  const link = await kit.accounts.invite({
    person: { id, schoolId: oakwood, email },
    school: { title: 'Oakwood' },
    ...how,
  });
  return { id, link, token: link.split('?token=')[1] ?? '' };
}
const accept = (token: string, password = CHOSEN, name?: string) =>
  kit.accounts.acceptInvitation({ token, password, ...(name && { name }) }, '10.0.0.1');
const EXPIRED = { code: 'session.link-expired', fault: 'missing' };

test('an invitation is mailed, shown, accepted with a password, and opens as its person', async () => {
  const { id, link, token } = await invited({ greet: 'Ana' });
  const [mail] = await kit.mails(email);
  expect(mail).toMatchObject({ subject: 'Your invitation to Oakwood', links: [link] });
  expect(mail?.text).toContain('Hello Ana,');
  expect(await kit.accounts.invitation(token, 'home')).toEqual({
    school: { slug: 'oakwood', title: 'oakwood School', locale: 'en', timezone: 'Europe/London' },
    ...{ email, name: email, hasAccount: false },
  });
  expect(await accept(token, CHOSEN, 'Ana Lima')).toEqual({ email });
  const { cookie } = await kit.signIn(email, CHOSEN);
  expect(await kit.accounts.signIn({ cookie })).toMatchObject({ person: { id, name: 'Ana Lima' } });
  expect(await kit.accounts.passwords.find(email)).toMatchObject({ proven: true });
});

test('a link is good once', async () => {
  const { token } = await invited();
  await accept(token);
  await expect(accept(token)).rejects.toMatchObject(EXPIRED);
  await expect(kit.accounts.invitation(token, 'home')).rejects.toMatchObject(EXPIRED);
});

test('of two who follow one link at once, one comes in', async () => {
  const { token } = await invited();
  const both = await Promise.allSettled([accept(token), accept(token)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('accepting one link ends the others of the same person', async () => {
  const { id, token } = await invited();
  const second = await kit.accounts.invite({ person: { id, schoolId: oakwood, email }, school: { title: 'Oakwood' } });
  await accept(token);
  await expect(accept(second.split('?token=')[1] ?? '')).rejects.toMatchObject(EXPIRED);
});

test('an expired, an invented and a withdrawn link are told apart by nobody', async () => {
  const { token, id } = await invited();
  await kit.admin.query(`update invitation set expires_at = now() - interval '1 second' where person_id = $1`, [id]);
  await expect(accept(token)).rejects.toMatchObject(EXPIRED);
  await expect(accept('x'.repeat(43))).rejects.toMatchObject(EXPIRED);
  await kit.admin.query(`update invitation set expires_at = now() + interval '1 day' where person_id = $1`, [id]);
  await kit.admin.query('update person set left_at = now() where id = $1', [id]);
  await expect(accept(token)).rejects.toMatchObject(EXPIRED);
});

test('the table of invitations holds no link', async () => {
  const { token, id } = await invited();
  const { rows } = await kit.admin.query('select i::text as row from invitation i where person_id = $1', [id]);
  expect(rows[0].row).not.toContain(token);
});

test('whoever has an account in another school proves it by its password and is then in both', async () => {
  await kit.person(elmgrove, email);
  const { id, token } = await invited();
  expect(await kit.accounts.invitation(token, 'home')).toMatchObject({ hasAccount: true });
  await expect(accept(token, 'not that password')).rejects.toMatchObject({ code: 'session.wrong-password' });
  await accept(token, PASSWORD);
  const signedIn = await kit.accounts.signIn({ cookie: (await kit.signIn(email)).cookie });
  if (!signedIn) return expect.unreachable();
  expect(await kit.accounts.schoolsOf(signedIn)).toHaveLength(2);
  await kit.accounts.switchSchool('oakwood', signedIn);
  expect((await kit.accounts.signIn({ cookie: (await kit.signIn(email)).cookie }))?.account).toBe(signedIn.account);
  const { rows } = await kit.admin.query('select account_id from person where id = $1', [id]);
  expect(rows[0].account_id).toBe(signedIn.account);
});

test('that password cannot be guessed through a link', async () => {
  await kit.person(elmgrove, email);
  const { token } = await invited();
  for (let i = 0; i < 10; i++) await accept(token, 'not that password').catch(() => undefined);
  await expect(accept(token, PASSWORD)).rejects.toMatchObject({ fault: 'limited' });
});

test('a password that is too short makes no account and leaves the link good', async () => {
  const { token } = await invited();
  await expect(accept(token, 'short')).rejects.toMatchObject({ data: { field: 'password' } });
  expect(await kit.accounts.passwords.find(email)).toBeNull();
  expect(await accept(token)).toEqual({ email });
});

test('an invitation whose mail cannot be handed over leaves no link behind, and is mailed once by the next try', async () => {
  const id = await kit.person(oakwood, 'vera@oakwood.example', { account: null });
  const invited = async () => kit.accounts.jobs[INVITE_JOB]?.(oakwood, { personId: id, greet: 'Vera' });
  const links = async () => (await kit.admin.query('select 1 from invitation where person_id = $1', [id])).rowCount;
  await rm(kit.folder, { recursive: true });
  await writeFile(kit.folder, 'in the way');
  await expect(invited()).rejects.toThrow();
  expect(await links()).toBe(0);
  await rm(kit.folder);
  await invited();
  expect(await links()).toBe(1);
  const [mail] = await kit.mails('vera@oakwood.example');
  const token = new URL(mail?.links[0] ?? '').searchParams.get('token') as string;
  await kit.accounts.acceptInvitation({ token, password: PASSWORD }, '203.0.113.9');
  await invited();
  expect(await kit.mails('vera@oakwood.example')).toHaveLength(1);
});
