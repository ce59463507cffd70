import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { DomainError, missing } from './domain-error.ts';
import { isOutage, NotNow, refusalIn } from './outage.ts';

const coded = (code: string, message = code): Error => Object.assign(new Error(message), { code });

test.each([
  ...['08006', '08P01', '28P01', '3D000', '53000', '53100', '53200', '53300', '53400', '57P01', '57P02', '57P03'],
  ...['58000', '58030', '58P01', '25006', '25P03', '40001', '40P01', '55P03', '57014'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNECTION', 'EPIPE', 'EHOSTUNREACH', 'ENETDOWN', 'ETIMEDOUT', 'ENOTFOUND'],
  ...['EAI_AGAIN', 'ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE', 'ENFILE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'],
])('%s says: not now', (code) => {
  expect(isOutage(coded(code))).toBe(true);
  expect(isOutage(new Error('wrapped', { cause: coded(code) }))).toBe(true);
  expect(refusalIn(coded(code))).toMatchObject({ code: 'unavailable', fault: 'unavailable' });
});

test.each([
  '22P02',
  '23505',
  '23503',
  '42P01',
  '42501',
  '0A000',
  '40002',
  'XX000',
  'ENOENT',
  'EACCES',
  'ERR_ASSERTION',
])('%s is a fault of ours', (code) => {
  expect(isOutage(coded(code))).toBe(false);
  expect(refusalIn(coded(code))).toBeNull();
});

test('what pg and its pool say without a code says: not now', () => {
  for (const sentence of [
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ])
    expect(isOutage(new Error(sentence)), sentence).toBe(true);
});

test('a host all of whose addresses refuse is away, one failure of another kind among many is not', async () => {
  const refused = await new Promise((heard) => connect({ host: 'localhost', port: 1 }).once('error', heard));
  expect(isOutage(refused)).toBe(true);
  expect(isOutage(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]))).toBe(true);
  expect(isOutage(new AggregateError([coded('ECONNREFUSED'), new Error('a bug')]))).toBe(false);
});

test('a party outside that cannot do it now is no decision, and a decision stays what it is', () => {
  expect(refusalIn(new NotNow('the store is away'))).toMatchObject({ fault: 'unavailable' });
  expect(refusalIn(new Error('outer', { cause: missing() }))).toMatchObject({ fault: 'missing' });
  expect(isOutage(new DomainError('busy', 'unavailable', 'Later.'))).toBe(true);
  expect(isOutage(missing())).toBe(false);
  expect(isOutage('a word')).toBe(false);
});
