import { expect, test } from 'vitest';
import { hueOf, initialsOf } from './avatar.ts';

test('initials are the first letters of the first and the last name, without titles', () => {
  expect(initialsOf('Ana Lopez')).toBe('AL');
  expect(initialsOf('  chidi  nnamdi   eze ')).toBe('CE');
  expect(initialsOf('Ms Rivera')).toBe('R');
  expect(initialsOf('Dr')).toBe('D');
  expect(initialsOf('王 小明')).toBe('王小');
  expect(initialsOf('😀')).toBe('😀');
  expect(initialsOf('   ')).toBe('?');
});

test('a person has one colour, and many persons have many', () => {
  const ids = Array.from({ length: 60 }, (_, at) => `01890000-0000-7000-8000-${String(at).padStart(12, '0')}`);
  expect(ids.map(hueOf)).toEqual(ids.map(hueOf));
  expect(new Set(ids.map(hueOf)).size).toBeGreaterThan(8);
});
