import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, sql, text } from '../database/sql.ts';
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
    const read = kit.database.inSchool(oakwood, (em) => run(em, sql`select * from auth."${text(table)}"`));
    await expect(read).rejects.toThrow(/permission denied/);
  }
});
