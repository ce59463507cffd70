import { beforeEach, describe, expect, test } from 'vitest';
import { AttemptRule } from './attempts.ts';

let rule: AttemptRule;
beforeEach(() => {
  rule = new AttemptRule(3, 6, 600);
});

/** How many of so many at once may go on. */
async function allowed(count: number, account: string, address: (n: number) => string): Promise<number> {
  const taken = await Promise.allSettled(Array.from({ length: count }, (_, n) => rule.take(account, address(n))));
  return taken.filter(({ status }) => status === 'fulfilled').length;
}

describe('attempts', () => {
  test('of one account from one address end, even when all come at once', async () => {
    expect(await allowed(10, 'ana', () => 'school')).toBe(3);
    await expect(rule.take('ana', 'school')).rejects.toMatchObject({ code: 'limited', fault: 'limited' });
  });

  test('say in whole seconds when to come again', async () => {
    await allowed(3, 'ana', () => 'school');
    const refusal = await rule.take('ana', 'school').catch((error) => error);
    expect(refusal.data.retryAfter).toBeGreaterThan(590);
    expect(Number.isInteger(refusal.data.retryAfter)).toBe(true);
  });

  test('of one pupil leave the rest of the school alone, and the pupil at home', async () => {
    await allowed(10, 'ana', () => 'school');
    expect(await allowed(1, 'ben', () => 'school')).toBe(1);
    expect(await allowed(1, 'ana', () => 'home')).toBe(1);
  });

  test('of one account from everywhere end too', async () => {
    expect(await allowed(20, 'ana', (n) => `address ${n}`)).toBe(6);
  });

  test('beyond its share, one address uses up nothing of what the account may try elsewhere', async () => {
    await allowed(100, 'ana', () => 'school');
    expect(await allowed(3, 'ana', () => 'home')).toBe(3);
  });

  test('that succeed are taken back', async () => {
    for (let i = 0; i < 10; i++) await (await rule.take('ana', 'school'))();
    expect(await allowed(10, 'ana', () => 'school')).toBe(3);
  });

  test('that succeed take no failure back with them', async () => {
    await allowed(2, 'ana', () => 'school');
    await (await rule.take('ana', 'school'))();
    expect(await allowed(10, 'ana', () => 'school')).toBe(1);
  });
});
