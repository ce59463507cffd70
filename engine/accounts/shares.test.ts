import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../operation/log.ts';
import { startRedisServer } from '../testing/redis-server.ts';
import { openAttemptStore } from './attempt-store.ts';
import { AttemptRule, createAttempts, GuessRule, inRedis } from './attempts.ts';
import { createPasswordWork } from './password-work.ts';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';
import { RegisterDraft } from './words.ts';

let kit: Kit;
let oakwood: string;
beforeAll(async () => {
  kit = await startAccounts({ trustProxy: 1, passwordWork: createPasswordWork(1, 12) });
  oakwood = await kit.school('oakwood', { by: 'code' });
  const rivera = await kit.person(oakwood, 'rivera@oakwood.example', { role: 'teacher' });
  await kit.classWithCode(oakwood, rivera, 'ABCDEFGH');
});
afterAll(() => kit.stop());

const times = <T>(count: number, act: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => act(n)));
const from = (address: string) => ({ 'x-forwarded-for': address });
let newcomers = 0;
const register = (code: string, address: string) =>
  kit.accounts.register(
    RegisterDraft.parse({
      ...{ school: 'oakwood', name: 'Ana', password: PASSWORD, code },
      email: `new${++newcomers}@elmgrove.example`,
    }),
    address,
  );

test('hundreds of sign-ins that were made up refuse none that is honest, from the same network or another', async () => {
  const honest = ['ana', 'ben', 'chidi'].map((name) => `${name}@oakwood.example`);
  for (const email of honest) await kit.person(oakwood, email);
  const flood = times(200, (n) => kit.signIn(`nobody${n}@nowhere.example`, 'wrong horse battery', from('10.0.0.1')));
  const signedIn = await Promise.all([
    ...honest.map((email) => kit.signIn(email, PASSWORD, from('10.0.0.1'))),
    ...honest.map((email) => kit.signIn(email, PASSWORD, from('10.0.0.2'))),
    register('ABCD EFGH', '10.0.0.1').then(({ signedIn }) => ({ status: signedIn ? 200 : 401 })),
  ]);
  expect(signedIn.map(({ status }) => status)).toEqual(Array(7).fill(200));
  const statuses = (await flood).map(({ status }) => status);
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(100);
  expect(new Set(statuses)).toEqual(new Set([401, 503]));
}, 60_000);

test('a sign-in that was refused for want of room counts as no failure', async () => {
  const full = await startAccounts({ passwordWork: createPasswordWork(1, 0) });
  for (let n = 0; n < 12; n += 1) expect((await full.signIn('typo@oakwood.example', PASSWORD)).status).toBe(503);
  await full.stop();
});

test('wrong class codes of one address close no registration behind it, while guessing ends', async () => {
  const guesses = (count: number) => times(count, (n) => register(`WRONG${n}`, '10.0.2.1').catch(({ code }) => code));
  expect(new Set(await guesses(200))).toEqual(new Set(['session.code-unknown']));
  expect((await register('ABCDEFGH', '10.0.2.1')).signedIn).toBe(true);
  const more = guesses(40);
  expect((await register('ABCDEFGH', '10.0.2.1')).signedIn).toBe(true);
  expect(new Set(await more)).toEqual(new Set(['limited']));
  await expect(register('WRONGER', '10.0.2.2')).rejects.toMatchObject({ code: 'session.code-unknown' });
}, 60_000);

test('links that were made up end as well, and close the way for nobody who has one', async () => {
  const personId = await kit.person(oakwood, 'invited@oakwood.example', { account: null });
  const person = { id: personId, schoolId: oakwood, email: 'invited@oakwood.example' };
  const link = await kit.accounts.invite({ person, school: { title: 'Oakwood' } });
  const token = new URL(link).searchParams.get('token') ?? '';
  const wrong = (n: number) => kit.accounts.invitation(`${n}`.padStart(43, 'x'), '10.0.3.1').catch(({ code }) => code);
  expect(new Set(await times(100, wrong))).toEqual(new Set(['session.link-expired']));
  const more = times(20, wrong);
  expect(await kit.accounts.invitation(token, '10.0.3.1')).toMatchObject({ email: person.email });
  expect(new Set(await more)).toEqual(new Set(['limited']));
  const draft = { token, password: PASSWORD };
  expect(await kit.accounts.acceptInvitation(draft, '10.0.3.1')).toEqual({ email: person.email });
}, 30_000);

test('beyond the limit guesses are looked at one after the other', async () => {
  const rule = new GuessRule(new AttemptRule(1, 10, 600), 1);
  let looking = 0;
  let most = 0;
  const look = (found: string | null) =>
    rule.look('school', 'home', async () => {
      most = Math.max(most, ++looking);
      await new Promise(setImmediate);
      looking -= 1;
      return found;
    });
  expect(await look(null)).toBeNull();
  const guesses = times(20, () => look(null).catch(({ code }) => code));
  expect(await look('7B')).toBe('7B');
  expect(new Set(await guesses)).toEqual(new Set(['limited']));
  expect(most).toBe(1);
  const flood = await times(600, () => look(null).catch(({ code }) => code));
  expect(new Set(flood)).toEqual(new Set(['limited']));
});

test('two nodes count attempts as one, and each for itself while Redis is away', async () => {
  const server = await startRedisServer();
  const stores = [await openAttemptStore(server.url, silentLog()), await openAttemptStore(server.url, silentLog())];
  await Promise.all(
    stores.map(({ redis }) => redis.status === 'ready' || new Promise((go) => redis.once('ready', go))),
  );
  const [one, other] = stores.map(({ redis }) => createAttempts(inRedis(redis)).signIn) as [AttemptRule, AttemptRule];
  for (let n = 0; n < 5; n += 1) await one.take('ana', 'home');
  const forgive = await other.take('ana', 'home');
  for (let n = 0; n < 4; n += 1) await other.take('ana', 'home');
  await expect(one.take('ana', 'home')).rejects.toMatchObject({ code: 'limited' });
  await forgive();
  expect(await stores[0]?.redis.keys('*ana*')).toEqual([]);

  await server.kill();
  const allowed = async (rule: AttemptRule) =>
    (
      await times(12, () =>
        rule
          .take('ben', 'home')
          .then(() => 1)
          .catch(() => 0),
      )
    ).filter(Boolean).length;
  expect([await allowed(one), await allowed(other)]).toEqual([10, 10]);
  for (const store of stores) store.close();
  await server.stop();
}, 30_000);

test('a Redis that answers nothing holds up no sign-in for long, and lets no limit go', async () => {
  const server = await startRedisServer();
  const store = await openAttemptStore(server.url, silentLog());
  await new Promise((ready) => store.redis.once('ready', ready));
  const rule = createAttempts(inRedis(store.redis)).reset;
  // Asleep for longer than this test: nothing of what is sent now is answered.
  void store.redis.call('DEBUG', 'SLEEP', '2').catch(() => undefined);
  const taken = await times(8, () =>
    rule
      .take('ana', 'home')
      .then(() => 1)
      .catch(({ code }) => code),
  );
  expect(taken.filter((one) => one === 1)).toHaveLength(5);
  expect(taken.filter((one) => one === 'limited')).toHaveLength(3);
  store.close();
  await server.stop();
}, 30_000);
