import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';

let kit: Kit;
let oakwood: string;
beforeAll(async () => {
  kit = await startAccounts({ trustProxy: 1 });
  oakwood = await kit.school('oakwood');
});
afterAll(() => kit.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });
const tenTimes = (attempt: (n: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: 10 }, (_, n) => attempt(n)));

test('after ten failures the right password is refused as well, and the answer says when to come again', async () => {
  await kit.person(oakwood, 'ana@oakwood.example');
  await tenTimes(() => kit.signIn('ana@oakwood.example', 'wrong horse battery', from('10.0.0.1')));
  const refused = await kit.signIn('ana@oakwood.example', PASSWORD, from('10.0.0.1'));
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(800);
  expect(refused.body.error).toMatchObject({ code: 'limited', fault: 'limited', data: { retryAfter: seconds } });
  expect((await kit.signIn('ana@oakwood.example', PASSWORD, from('10.0.0.2'))).status).toBe(200);
});

test('an address nobody has is counted alike, by what the trusted proxy saw and not by what the client says', async () => {
  const wrong = (address: string) => kit.signIn('nobody@oakwood.example', 'wrong horse battery', from(address));
  await tenTimes((n) => wrong(`10.7.7.${n}, 10.0.0.7`));
  expect((await wrong('10.8.8.8, 10.0.0.7')).status).toBe(429);
});

test('the present password cannot be guessed by whoever holds a session', async () => {
  await kit.person(oakwood, 'hal@oakwood.example');
  const { cookie } = await kit.signIn('hal@oakwood.example');
  const guess = () =>
    kit.post(
      '/change-password',
      { currentPassword: 'a guess at it', newPassword: 'another horse battery' },
      { cookie },
    );
  await tenTimes(guess);
  expect((await guess()).status).toBe(429);
});

test('one mailbox gets no more than five links for a new password an hour, known or not', async () => {
  await kit.person(oakwood, 'ida@oakwood.example');
  for (const email of ['ida@oakwood.example', 'no.one@oakwood.example']) {
    for (let i = 0; i < 5; i++) expect((await kit.post('/request-password-reset', { email })).status).toBe(200);
    expect((await kit.post('/request-password-reset', { email })).status).toBe(429);
  }
  expect(await kit.mails('ida@oakwood.example')).toHaveLength(5);
});
