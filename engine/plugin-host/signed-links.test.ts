import { expect, test } from 'vitest';
import { readRouteAddress } from './route-address.ts';
import { createSignedLinks, type SignedLinks } from './signed-links.ts';

const reader = { schoolId: 'school', personId: 'person', session: 'session' };
const read = (links: SignedLinks, url: string) => links.read(readRouteAddress(url));

test('a signed address reads as whom it was made for, until its time is over', () => {
  let now = 1_000_000;
  const links = createSignedLinks('secret', () => now);
  const link = links.sign('/files/1', reader, 60);
  expect(read(links, link)).toEqual(reader);
  now += 61_000;
  expect(read(links, link)).toBeNull();
});

test('it opens no other path, for nobody else, and not by another secret', () => {
  const links = createSignedLinks('secret');
  const link = links.sign('/files/1', reader, 60);
  expect(read(links, link.replace('/files/1', '/files/2'))).toBeNull();
  expect(read(links, link.replace('person', 'teacher'))).toBeNull();
  expect(read(links, link.replace(/\.\d+\./, '.99999999999.'))).toBeNull();
  expect(read(createSignedLinks('another'), link)).toBeNull();
  expect(read(links, '/files/1?as=..')).toBeNull();
  expect(read(links, '/files/1')).toBeNull();
});

test('one that ends with a session cannot be made one that does not, which may also act', () => {
  const links = createSignedLinks('secret');
  const { session, ...actor } = reader;
  const written = Buffer.from(session).toString('base64url');
  expect(read(links, links.sign('/files/1', actor, 60))).toEqual(actor);
  expect(read(links, links.sign('/files/1', reader, 60).replace(`reads-${written}`, 'acts'))).toBeNull();
});
