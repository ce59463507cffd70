import { expect, test } from 'vitest';
import { countedAddress } from './counted-address.ts';

const from = (remoteAddress: string, forwarded?: string, trusted = 0) =>
  countedAddress({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as never, trusted);

test('without a proxy only the connection counts, whatever the client says', () => {
  expect(from('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
});

test('each trusted proxy vouches for the one before it', () => {
  expect(from('10.0.0.1', '198.51.100.1, 203.0.113.7', 1)).toBe('203.0.113.7');
  expect(from('10.0.0.1', '198.51.100.1, 203.0.113.7, 10.0.0.2', 2)).toBe('203.0.113.7');
});

test('fewer hops than trusted proxies give the farthest one', () => {
  expect(from('10.0.0.1', undefined, 2)).toBe('10.0.0.1');
  expect(from('10.0.0.1', '203.0.113.7', 2)).toBe('203.0.113.7');
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
])('%s counts as %s', (address, counted) => {
  expect(from(address)).toBe(counted);
});
