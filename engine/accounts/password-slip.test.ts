import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import type { TestPerson } from '../testing/start-test-engine.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { until } from '../testing/until.ts';

const OLD = 'correct horse battery';
const NEW = 'a password of my own';
let server: TestServer;
let cast: Cast;
let head: ReturnType<TestServer['overHttp']>;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
  head = server.overHttp(await server.signIn(cast.head));
});
afterAll(() => server?.stop());

const api = (token = '') => server.overHttp(token);
/** Somebody new, so that no test meets the limits or sessions of another. */
async function somebody(name: string, role: TestPerson['role'] = 'student') {
  const person = await cast.person('oakwood', role, name);
  return { ...person, token: await server.signIn(person) };
}
const slipFor = async ({ id }: { id: string }): Promise<string> =>
  (await head.people.makeSlip.mutate({ personId: id })).password;
async function signIn({ email }: { email: string }, password: string) {
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
    body: JSON.stringify({ email, password }),
  });
  const body = (await response.json()) as { token?: string; error?: { code: string } };
  return { status: response.status, code: body.error?.code, cookies: response.headers.getSetCookie() };
}
const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: { data?: { error?: { code: string } } }) => error.data?.error?.code ?? String(error),
  );
const use = ({ email }: { email: string }, slip: string, password = NEW) =>
  api().session.useSlip.mutate({ email, slip, password });

describe('a one-time password', () => {
  test('signs nobody in before they have chosen one of their own, and works once', async () => {
    const ana = await somebody('Ana One');
    const slip = await slipFor(ana);
    expect(slip).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/);
    expect(await signIn(ana, slip)).toEqual({ status: 403, code: 'session.choose-password', cookies: [] });
    const { token } = await use(ana, ` ${slip.toLowerCase().replaceAll('-', ' ')}`);
    expect((await api(token).session.me.query()).person.id).toBe(ana.id);
    expect((await signIn(ana, NEW)).status).toBe(200);
    expect((await signIn(ana, slip)).status).toBe(401);
    expect((await signIn(ana, OLD)).status).toBe(401);
    expect(await codeOf(use(ana, slip, 'yet another password'))).toBe('session.wrong-sign-in');
  });

  test('ends every session at once, and none from before lives again', async () => {
    const ben = await somebody('Ben One');
    const socket = server.overSocket(ben.token);
    await until(() => socket.status === 'live');
    const slip = await slipFor(ben);
    await until(() => socket.status === 'signed-out');
    expect(await codeOf(api(ben.token).session.me.query())).toBe('signed-out');
    await use(ben, slip);
    expect(await codeOf(api(ben.token).session.me.query())).toBe('signed-out');
  });

  test('puts the password before it out of use, on every way and also once it has expired', async () => {
    const cleo = await somebody('Cleo One');
    const slip = await slipFor(cleo);
    const expire = () =>
      server.rows(`update password_slip set expires_at = now() - interval '1 second' where person_id = $1`, [cleo.id]);
    for (const wait of [async () => undefined, expire]) {
      await wait();
      expect(await signIn(cleo, OLD)).toEqual({ status: 401, code: 'session.wrong-sign-in', cookies: [] });
      const account = await server.accounts.passwords.find(cleo.email);
      expect(account && (await server.accounts.passwords.check(account, OLD))).toBe(false);
    }
    expect((await signIn(cleo, slip)).code).toBe('session.wrong-sign-in');
    expect(await codeOf(use(cleo, slip))).toBe('session.wrong-sign-in');
    await server.accounts.sweep();
    expect((await signIn(cleo, OLD)).status).toBe(401);
  });

  test('is replaced by the next, and by a password set by mail', async () => {
    const dana = await somebody('Dana One');
    const [first, second] = [await slipFor(dana), await slipFor(dana)];
    expect((await signIn(dana, first)).status).toBe(401);
    expect((await signIn(dana, second)).code).toBe('session.choose-password');
    const post = (path: string, body: object) =>
      fetch(`${server.url}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1' },
        body: JSON.stringify(body),
      });
    await post('/request-password-reset', { email: dana.email });
    await until(async () => (await server.mails(dana.email)).length > 0);
    const token = (await server.mails(dana.email))[0]?.links[0]?.split('?token=')[1];
    expect((await post('/reset-password', { newPassword: NEW, token })).status).toBe(200);
    expect((await signIn(dana, NEW)).status).toBe(200);
    expect((await signIn(dana, second)).status).toBe(401);
  });

  test('is used by one of two who use it at once', async () => {
    const emil = await somebody('Emil One');
    const slip = await slipFor(emil);
    const passwords = ['the first password', 'the second password'];
    const results = await Promise.allSettled(passwords.map((password) => use(emil, slip, password)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect((await signIn(emil, passwords[winner] ?? '')).status).toBe(200);
    expect((await signIn(emil, passwords[1 - winner] ?? '')).status).toBe(401);
  });

  test('is no password to keep, and guesses at it are counted', async () => {
    const fay = await somebody('Fay One');
    const slip = await slipFor(fay);
    expect(await codeOf(use(fay, slip, slip.toLowerCase()))).toBe('session.same-password');
    expect(await codeOf(use(fay, slip, 'short'))).toBe('invalid');
    const wrong = Array.from({ length: 12 }, () => codeOf(use(fay, 'AAAA-BBBB-CCCC')));
    const answers = new Set(await Promise.all(wrong));
    expect(answers).toEqual(new Set(['session.wrong-sign-in', 'limited']));
    expect(await codeOf(use({ email: 'nobody@oakwood.example' }, slip))).toBe('session.wrong-sign-in');
  });

  test('is not guessed by the ordinary sign-in either: each guess counts, and the right one then waits as well', async () => {
    const gus = await somebody('Quentin Guessed');
    const slip = await slipFor(gus);
    const wrong = Array.from({ length: 12 }, async () => (await signIn(gus, 'AAAA-BBBB-CCCC')).code);
    expect(new Set(await Promise.all(wrong))).toEqual(new Set(['session.wrong-sign-in', 'limited']));
    expect((await signIn(gus, slip)).code).toBe('limited');
  });

  test('stands nowhere: not in the database, not in what plugins or the log are told', async () => {
    const gus = await somebody('Gus One');
    const slip = await slipFor(gus);
    const rows = await server.rows<{ row: string }>(
      `select row_to_json(s)::text row from password_slip s union all select row_to_json(a)::text from person_act a`,
    );
    const stored = `${JSON.stringify(rows)} ${JSON.stringify(server.logged)} ${JSON.stringify(server.news)}`;
    for (const form of [slip, slip.replaceAll('-', '')]) expect(stored).not.toContain(form);
    expect(stored).toContain('passwordReset');
  });
});

describe('a one-time password is not to be had', () => {
  test('for oneself, another admin, or somebody without an account', async () => {
    const other = await somebody('Second Head', 'admin');
    const { personId } = await head.people.invite.mutate({
      ...{ email: 'later@oakwood.example', name: 'Later', role: 'student' },
    });
    expect(await codeOf(slipFor(cast.head))).toBe('people.not-yourself');
    expect(await codeOf(slipFor(other))).toBe('people.other-admin');
    expect(await codeOf(slipFor({ id: personId }))).toBe('people.no-account');
    expect(await codeOf(slipFor({ id: newId() }))).toBe('missing');
    expect(await codeOf(slipFor(cast.ed))).toBe('missing');
    expect((await signIn(other, OLD)).status).toBe(200);
  });

  test('by teachers, students and guardians', async () => {
    const hal = await somebody('Hal One');
    for (const who of [cast.rivera, cast.ana, cast.lopez])
      expect(await codeOf(server.as(who).people.makeSlip({ personId: hal.id }))).not.toBe('done');
    expect((await signIn(hal, OLD)).status).toBe(200);
  });

  test('for somebody who is or was in another school, unless the admin is admin there as well', async () => {
    const ida = await somebody('Ida One');
    const there = await cast.person('elmgrove', 'student', 'Ida There');
    const join = (person: TestPerson, of: TestPerson) =>
      server.rows('update person set account_id = (select account_id from person where id = $2) where id = $1', [
        ...[person.id, of.id],
      ]);
    await join(there, ida);
    expect(await codeOf(slipFor(ida))).toBe('people.elsewhere');
    await server.rows('update person set left_at = now() where id = $1', [there.id]);
    expect(await codeOf(slipFor(ida))).toBe('people.elsewhere');
    expect((await signIn(ida, OLD)).status).toBe(200);
    const headThere = await cast.person('elmgrove', 'teacher', 'Head There');
    await join(headThere, cast.head);
    expect(await codeOf(slipFor(ida))).toBe('people.elsewhere');
    await server.rows(`update person set role = 'admin' where id = $1`, [headThere.id]);
    expect(await codeOf(slipFor(ida))).toBe('done');
  });
});
