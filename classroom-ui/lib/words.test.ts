import { expect, test } from 'vitest';
import { tell } from './dialogs/words.ts';
import { say, sayProblem } from './words.ts';

test('values stand in their places, and a number chooses the form', () => {
  expect(tell('join.done', { title: 'Biology 7B' })).toBe('You are in Biology 7B.');
  expect(say('shell.unread', { count: 1 })).toBe('1 unread message');
  expect(say('shell.unread', { count: 3 })).toBe('3 unread messages');
});

test('a value that looks like a place is left as it is', () => {
  expect(tell('join.done', { title: '{name}', name: 'x' })).toBe('You are in {name}.');
});

test('a refusal is told in our words, else in the words of the server, and a bug never in its own', () => {
  const told = (code: string, message: string, data = {}) => sayProblem({ code, fault: 'forbidden', message, data });
  expect(told('limited', 'Too many requests.', { retryAfter: 1 })).toBe('That was a bit fast. Try again in 1 second.');
  expect(told('reactions.too-many', 'This message has all it can hold.')).toBe('This message has all it can hold.');
  expect(told('failure', '')).toBe('Something went wrong on our side. Please try again.');
  expect(told('constructor', '')).toBe('Something went wrong on our side. Please try again.');
});
