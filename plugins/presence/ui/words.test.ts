import { expect, test } from 'vitest';
import { words } from './words.ts';

test('nobody was last seen in times to come, even by a clock that is behind', () => {
  const standing = (seenAt: string) => words.standing({ state: 'offline', seenAt }, new Date('2026-11-21T10:00:00Z'));
  expect(standing('2026-11-21T10:01:30Z')).toBe('Last seen this minute');
  expect(standing('2026-11-21T09:58:00Z')).toBe('Last seen 2 minutes ago');
});
