import { beforeEach, expect, test } from 'vitest';
import { createPasswordWork, type PasswordWork } from './password-work.ts';

let work: PasswordWork;
beforeEach(() => {
  work = createPasswordWork(1, 3);
});

test('a password is known again, and another is not', async () => {
  const hash = await work.hash('correct horse');
  expect(hash).not.toContain('correct horse');
  expect(await work.verify({ hash, password: 'correct horse' })).toBe(true);
  expect(await work.verify({ hash, password: 'wrong horse' })).toBe(false);
});

test('more than can be done at once waits its turn, in order', async () => {
  const done: number[] = [];
  await Promise.all([1, 2, 3, 4].map((n) => work.hash('x').then(() => done.push(n))));
  expect(done).toEqual([1, 2, 3, 4]);
});

test('while too much is waiting there is no room, and afterwards there is', async () => {
  const begun = [1, 2, 3].map(() => work.hash('x'));
  expect(() => work.demandRoom()).not.toThrow();
  begun.push(work.hash('x'));
  expect(() => work.demandRoom()).toThrow(expect.objectContaining({ code: 'busy', fault: 'unavailable' }));
  await Promise.all(begun);
  expect(() => work.demandRoom()).not.toThrow();
});

test('work that fails gives its place back', async () => {
  await expect(work.verify({ hash: 'not a hash', password: 'x' })).rejects.toThrow();
  expect(await work.hash('x')).toBeTruthy();
});
