import { readdirSync, readFileSync } from 'node:fs';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { beforeEach, expect, test } from 'vitest';
import { createPasswordWork, type PasswordWork } from './password-work.ts';

let work: PasswordWork;
beforeEach(() => {
  work = createPasswordWork(1, 3);
});
const busy = expect.objectContaining({ code: 'busy', fault: 'unavailable' });

test('a password is known again, and another is not', async () => {
  const hash = await work.hash('correct horse');
  expect(hash).not.toContain('correct horse');
  expect(await work.verify({ hash, password: 'correct horse' })).toBe(true);
  expect(await work.verify({ hash, password: 'wrong horse' })).toBe(false);
});

test('what the accounts’ library stored of a password is known here, and the other way round', async () => {
  const hash = await hashPassword('pässword');
  expect(await work.verify({ hash, password: 'pässword'.normalize('NFD') })).toBe(true);
  expect(await verifyPassword({ hash: await work.hash('pässword'), password: 'pässword' })).toBe(true);
});

test('passwords give way to everything else of this machine', async () => {
  await work.hash('x');
  const others = readdirSync('/proc/self/task').filter((id) => id !== String(process.pid));
  expect(Math.max(...others.map(niceOf))).toBeGreaterThan(0);
  expect(niceOf(String(process.pid))).toBe(0);
});

test('more than can be done at once waits its turn, in order', async () => {
  const done: number[] = [];
  await Promise.all([1, 2, 3, 4].map((n) => work.hash('x').then(() => done.push(n))));
  expect(done).toEqual([1, 2, 3, 4]);
});

test('while too much of a source is waiting there is no room for it, and afterwards there is', async () => {
  const from = (source: string) => work.as(source, () => work.hash('x'));
  const begun = [1, 2, 3].map(() => from('a network'));
  await expect(from('a network')).rejects.toEqual(busy);
  await expect(from('another')).resolves.toBeTruthy();
  await Promise.all(begun);
  await expect(from('a network')).resolves.toBeTruthy();
});

test('whoever comes with one password waits for one of each source, not for all of them', async () => {
  const done: string[] = [];
  work = createPasswordWork(1, 4);
  const from = (source: string) => work.as(source, () => work.hash('x').then(() => done.push(source)));
  await Promise.all([from('flood'), from('flood'), from('flood'), from('flood'), from('ana'), from('ben')]);
  expect(done).toEqual(['flood', 'flood', 'ana', 'ben', 'flood', 'flood']);
});

test('work that fails gives its place back', async () => {
  await expect(work.verify({ hash: 'not a hash', password: 'x' })).rejects.toThrow();
  expect(await work.hash('x')).toBeTruthy();
});

/** How far a thread of this process gives way to others; one that has ended since it was listed gives way to none. */
function niceOf(id: string): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/self/task/${id}/stat`, 'utf8').split(') ');
    return Number(fields.split(' ')[16]);
  } catch {
    return 0;
  }
}
