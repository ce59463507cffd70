import { TRPCClientError } from '@trpc/client';
import { afterEach, expect, test, vi } from 'vitest';
import { DomainError } from '../../engine/client.ts';
import { problemOf } from './api-problem.ts';

afterEach(() => vi.unstubAllGlobals());

test('an error of this page is no lost connection, and is reported', () => {
  const reported: unknown[] = [];
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  const bug = new TypeError("Cannot set properties of null (setting 'value')");
  expect(problemOf(bug)).toMatchObject({ code: 'broken', fault: 'failure' });
  expect(reported).toEqual([bug]);
});

test('a call without an answer, and a part of the page that did not come, are a lost connection', () => {
  for (const thrown of [
    TRPCClientError.from(new TypeError('Failed to fetch')),
    new TypeError('Failed to fetch dynamically imported module: https://school.example/x.js'),
    new TypeError('NetworkError when attempting to fetch resource.'),
    new TypeError('Importing a module script failed.'),
  ])
    expect(problemOf(thrown)).toMatchObject({ code: 'unreachable' });
});

test('a refusal made in the page is told in its own words', () => {
  const refusal = new DomainError('invalid', 'invalid', 'That file is no text.', { field: 'csv' });
  expect(problemOf(refusal)).toEqual({
    code: 'invalid',
    fault: 'invalid',
    message: 'That file is no text.',
    data: { field: 'csv' },
  });
});
