import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Kit, PASSWORD, startAccounts } from './test-kit.ts';

let kit: Kit;
let oakwood: string;
beforeAll(async () => {
  kit = await startAccounts({ trustProxy: 1 });
  oakwood = await kit.school('oakwood');
});
afterAll(() => kit.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });
const wrong = (email: string, address: string) => kit.signIn(email, 'wrong horse battery', from(address));
const times = (count: number, attempt: (n: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, (_, n) => attempt(n)));

describe('failed sign-ins', () => {
  test('end after ten of one account from one address, even when all come at once', async () => {
    await kit.person(oakwood, 'ana@oakwood.example');
    const answers = await Promise.all(Array.from({ length: 14 }, () => wrong('ana@oakwood.example', '10.0.0.1')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
    const refused = await kit.signIn('ana@oakwood.example', PASSWORD, from('10.0.0.1'));
    expect(refused.status).toBe(429);
    expect(refused.body.error).toMatchObject({ code: 'limited', fault: 'limited' });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(refused.body.error?.data).toEqual({ retryAfter: seconds });
  });

  test('of one pupil leave the rest of the school alone, and the pupil at home', async () => {
    await kit.person(oakwood, 'ben@oakwood.example');
    await kit.person(oakwood, 'chidi@oakwood.example');
    await times(10, () => wrong('ben@oakwood.example', '10.0.0.2'));
    expect((await kit.signIn('ben@oakwood.example', PASSWORD, from('10.0.0.2'))).status).toBe(429);
    expect((await kit.signIn('chidi@oakwood.example', PASSWORD, from('10.0.0.2'))).status).toBe(200);
    expect((await kit.signIn('ben@oakwood.example', PASSWORD, from('10.0.0.3'))).status).toBe(200);
  });

  test('are counted alike for an address that nobody has', async () => {
    await times(10, () => wrong('nobody@oakwood.example', '10.0.0.4'));
    expect((await wrong('nobody@oakwood.example', '10.0.0.4')).status).toBe(429);
  });

  test('end after fifty of one account from everywhere', async () => {
    await kit.person(oakwood, 'dora@oakwood.example');
    await times(50, (n) => wrong('dora@oakwood.example', `10.1.${n % 10}.1`));
    expect((await kit.signIn('dora@oakwood.example', PASSWORD, from('10.1.99.1'))).status).toBe(429);
  });

  test('are no way to use up what an account may try: beyond ten, one address counts no more', async () => {
    await kit.person(oakwood, 'eve@oakwood.example');
    await times(60, () => wrong('eve@oakwood.example', '10.0.0.5'));
    expect((await kit.signIn('eve@oakwood.example', PASSWORD, from('10.0.0.6'))).status).toBe(200);
  });

  test('are counted by what the trusted proxy saw, not by what the client says', async () => {
    await kit.person(oakwood, 'fay@oakwood.example');
    await times(10, (n) => wrong('fay@oakwood.example', `10.7.7.${n}, 10.0.0.7`));
    expect((await kit.signIn('fay@oakwood.example', PASSWORD, from('10.8.8.8, 10.0.0.7'))).status).toBe(429);
  });

  test('do not add up with the ones that succeed', async () => {
    await kit.person(oakwood, 'gil@oakwood.example');
    await times(12, () => kit.signIn('gil@oakwood.example', PASSWORD, from('10.0.0.8')));
    expect((await kit.signIn('gil@oakwood.example', PASSWORD, from('10.0.0.8'))).status).toBe(200);
  });
});

describe('other guesses', () => {
  test('the present password cannot be guessed by whoever holds a session', async () => {
    await kit.person(oakwood, 'hal@oakwood.example');
    const { cookie } = await kit.signIn('hal@oakwood.example');
    const guess = () =>
      kit.post(
        '/change-password',
        { currentPassword: 'a guess at it', newPassword: 'another horse battery' },
        { cookie },
      );
    await times(10, guess);
    expect((await guess()).status).toBe(429);
  });

  test('one mailbox gets no more than five links for a new password an hour, known or not', async () => {
    await kit.person(oakwood, 'ida@oakwood.example');
    for (const email of ['ida@oakwood.example', 'no.one@oakwood.example']) {
      await times(5, () => kit.post('/request-password-reset', { email }));
      expect((await kit.post('/request-password-reset', { email })).status).toBe(429);
    }
    expect(await kit.mails('ida@oakwood.example')).toHaveLength(5);
  });
});
