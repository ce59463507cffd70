import { expect, test } from 'vitest';
import { roomPath, safeNext, signInPath } from './paths.ts';

test('a room stands below its school and its class', () => {
  expect(roomPath('oakwood', { id: 'r', classroomId: 'c' })).toBe('/oakwood/c/r');
});

test('the sign-in page leads back to where one was', () => {
  const path = signInPath('/oakwood/c/r?message=1');
  expect(safeNext(new URL(path, 'http://x').searchParams.get('next'))).toBe('/oakwood/c/r?message=1');
  expect(signInPath('/')).toBe('/sign-in');
});

test('it never leads to another site, nor to itself', () => {
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in',
    '',
    null,
  ]) {
    expect(safeNext(next)).toBe('/');
  }
});
