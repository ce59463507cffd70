import { expect, test } from 'vitest';
import type { Presence } from '../contract.ts';
import { afterAnswer, afterNews } from './known.ts';

const one = (personId: string, state: Presence['state'], version: number): Presence => ({
  ...{ personId, state, version },
  seenAt: null,
});
const me = one('me', 'online', 1);
const states = (known: ReadonlyMap<string, Presence>) =>
  Object.fromEntries([...known].map(([id, { state }]) => [id, state]));

test('of two reports that cross on their way the later is true, in whichever order they come', () => {
  const [early, late] = [one('ana', 'online', 2), one('ana', 'offline', 3)];
  const known = afterAnswer([me], [], 'me');
  expect(states(afterNews(known, [early, late], 'me'))).toMatchObject({ ana: 'offline' });
  expect(states(afterNews(afterNews(known, [late], 'me'), [early], 'me'))).toMatchObject({ ana: 'offline' });
});

test('what was told while an answer was on its way counts where it is the later', () => {
  const answered = [me, one('ana', 'online', 5), one('ben', 'away', 5)];
  const meanwhile = [one('ana', 'busy', 6), one('ben', 'online', 4), one('chidi', 'online', 2)];
  expect(states(afterAnswer(answered, meanwhile, 'me'))).toEqual({
    ...{ me: 'online', ana: 'busy', ben: 'away', chidi: 'online' },
  });
});

test('whoever hides since is shown as nothing, and what an answer leaves out is forgotten', () => {
  const known = afterAnswer([me, one('ana', 'online', 2)], [], 'me');
  expect(states(afterNews(known, [one('ana', null, 3)], 'me'))).toMatchObject({ ana: null });
  expect(states(afterAnswer([me], [], 'me'))).toEqual({ me: 'online' });
});

test('who hides themselves finds nobody in the answer, and learns nothing from events', () => {
  const known = afterAnswer([], [one('ana', 'online', 2)], 'me');
  expect(states(afterNews(known, [one('ben', 'online', 3)], 'me'))).toEqual({});
});
