import { TRPCError } from '@trpc/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError, FAULTS, invalid, limited } from '../errors/domain-error.ts';
import { factsOf, refusalBehind, toTRPCError } from './errors.ts';

test('each fault has a code of tRPC’s of its own, and arrives with all it says', () => {
  const codes = FAULTS.map((fault) => {
    const refusal = new DomainError('rooms.some-code', fault, 'A sentence.', { field: 'text' });
    const error = toTRPCError(refusal);
    expect(factsOf(error)).toEqual({ code: 'rooms.some-code', fault, message: 'A sentence.', data: { field: 'text' } });
    return error.code;
  });
  expect(new Set(codes).size).toBe(FAULTS.length);
});

test('what nobody decided is a failure, and says nothing of itself', () => {
  const bug = new TRPCError({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'column "x" does not exist',
    cause: new TypeError('secret'),
  });
  expect(refusalBehind(bug)).toBeNull();
  expect(factsOf(bug)).toEqual({
    code: 'failure',
    fault: 'failure',
    message: 'Something went wrong on our side.',
    data: {},
  });
});

test('what zod refuses names the first field that is wrong, however deep, and a key that should not be there', () => {
  const schema = z.strictObject({ with: z.strictObject({ files: z.array(z.string()) }).optional() });
  const fieldOf = (input: unknown) =>
    factsOf(new TRPCError({ code: 'BAD_REQUEST', cause: schema.safeParse(input).error })).data.field;
  expect(fieldOf({ with: { files: ['a', 7] } })).toBe('with.files.1');
  expect(fieldOf({ with: { files: [], more: 1 } })).toBe('with.more');
  expect(fieldOf({ extra: 1 })).toBe('extra');
  expect(fieldOf(null)).toBe('input');
});

test('too fast is told with whole seconds, at least one', () => {
  expect(limited(0.2).data).toEqual({ retryAfter: 1 });
  expect(limited(3.2).data).toEqual({ retryAfter: 4 });
  expect(invalid('text', 'No.').data).toEqual({ field: 'text' });
});
