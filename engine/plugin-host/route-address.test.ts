import { describe, expect, test } from 'vitest';
import { readRouteAddress } from './route-address.ts';

test('an address is read into its parts and its query', () => {
  expect(readRouteAddress('/files')).toEqual({ path: '/files', segments: [], query: {} });
  expect(readRouteAddress('/files/a-1/thumb?as=b.c_d-e')).toEqual({
    path: '/files/a-1/thumb',
    segments: ['a-1', 'thumb'],
    query: { as: 'b.c_d-e' },
  });
  expect(readRouteAddress('/lti/launch?state=a%20b', ['state']).query).toEqual({ state: 'a b' });
});

describe('an address that two parsers could read in two ways leads nowhere:', () => {
  test.each([
    ...['', '/', '//files/a', '/files//a', '/files/a/', '/files/./a', '/files/..', '/files/a/../b', '/files/.a'],
    ...['/files/%61', '/files/a%2fb', '/files/a%252fb', '/files/a%00', '/files/a%3Fx', '/files/a\\b', '/files/a\0'],
    ...['/files/a;b', '/files/a#b', '/files/a b', '/files/é', 'http://here/files/a', '*', 'files/a', '/files/a\n'],
  ])('%j', (url) => {
    expect(() => readRouteAddress(url)).toThrow(expect.objectContaining({ code: 'missing' }));
  });
});

describe('a query that the route does not know is refused:', () => {
  test.each([
    ...['?x=/another', '?x', '?=', '?as=a&x=b', '?as=a&as=b', '?state=a&state=b', '?AS=a', '?as%00=a', '?__proto__=a'],
    ...['?as=a;x=b&x', '?a?b'],
  ])('%s', (query) => {
    const read = () => readRouteAddress(`/files/a${query}`, ['state']);
    expect(read).toThrow(expect.objectContaining({ code: 'invalid', fault: 'invalid' }));
  });
});
