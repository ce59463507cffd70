import { rm, writeFile } from 'node:fs/promises';
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

  test('by a link that no longer opens one is refused when its page looks, and looking uses nothing up', async () => {
    const { email } = await somebody();
    await kit.post('/request-password-reset', { email });
    const [mail] = await kit.mails(email);
    const token = mail?.links[0]?.split('?token=')[1] ?? '';
    const look = () => kit.accounts.lookAtReset(token, '10.1.1.1');
    // A program that reads mail may open it first.
    for (let time = 0; time < 3; time++) await look();
    expect((await kit.post('/reset-password', { newPassword: NEW_PASSWORD, token })).status).toBe(200);
    await expect(look()).rejects.toMatchObject({ code: 'session.link-expired' });
    await kit.post('/request-password-reset', { email });
    const later = (await kit.mails(email)).at(-1)?.links[0]?.split('?token=')[1] ?? '';
    await kit.accounts.lookAtReset(later, '10.1.1.1');
    await kit.admin.query(`update auth.verification set "expiresAt" = now() - interval '1 second'`);
    await expect(kit.accounts.lookAtReset(later, '10.1.1.1')).rejects.toMatchObject({ code: 'session.link-expired' });
  });

  test('cannot be guessed by looking: wrong links end after a hundred from one place, and a right one opens', async () => {
    const { email } = await somebody();
    await kit.post('/request-password-reset', { email });
    const token = (await kit.mails(email)).at(-1)?.links[0]?.split('?token=')[1] ?? '';
    const guess = (n: number) =>
      kit.accounts.lookAtReset(`${n}`.padStart(43, '0'), '10.2.2.2').catch(({ code }) => code);
    const told = await Promise.all(Array.from({ length: 110 }, (_, n) => guess(n)));
    expect(told.filter((code) => code === 'session.link-expired')).toHaveLength(100);
    expect(told.filter((code) => code === 'limited')).toHaveLength(10);
    await kit.accounts.lookAtReset(token, '10.2.2.2');
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

  test('asked for while no mail can be handed over is mailed once that is over, and no link is left from before', async () => {
    const { email } = await somebody();
    const links = async () => (await kit.admin.query('select 1 from auth.verification')).rowCount ?? 0;
    const before = await links();
    await rm(kit.folder, { recursive: true });
    await writeFile(kit.folder, 'in the way');
    await kit.post('/request-password-reset', { email });
    await expect(kit.runJobs()).rejects.toThrow();
    await expect(kit.runJobs()).rejects.toThrow();
    expect(await links()).toBe(before);
    await rm(kit.folder);
    const mails = await kit.mails(email);
    expect(mails).toHaveLength(1);
    const token = mails[0]?.links[0]?.split('?token=')[1];
    expect((await kit.post('/reset-password', { newPassword: NEW_PASSWORD, token })).status).toBe(200);
    expect((await kit.signIn(email, NEW_PASSWORD)).status).toBe(200);
  });

  test('asked for is promised alike for known and unknown addresses, and no address and no link is stored with it', async () => {
    const { email } = await somebody();
    const promised = async (asked: string) => {
      await kit.runJobs();
      await kit.post('/request-password-reset', { email: asked });
      const { rows } = await kit.admin.query<{ payload: { letter: string; account: string } }>('select * from outbox');
      return rows.map(({ payload, ...row }) => ({ ...row, id: '', created_at: '', payload: Object.keys(payload) }));
    };
    const known = await promised(email);
    const unknown = await promised('no.one.else@oakwood.example');
    expect(known).toHaveLength(1);
    expect(unknown).toEqual(known);
    expect(JSON.stringify([known, unknown])).not.toContain('oakwood.example');
    await kit.runJobs();
    expect(await kit.mails('no.one.else@oakwood.example')).toEqual([]);
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
