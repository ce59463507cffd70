import { expect, test } from 'vitest';
import { createSignedLinks } from './signed-links.ts';

const reader = { schoolId: 'school', personId: 'person' };

test('a signed address reads as whom it was made for, until its time is over', () => {
  let now = 1_000_000;
  const links = createSignedLinks('secret', () => now);
  const link = links.sign('/files/1', reader, 60);
  expect(links.read(link)).toEqual({ ...reader, acts: false });
  now += 61_000;
  expect(links.read(link)).toBeNull();
});

test('it opens no other path, for nobody else, and not by another secret', () => {
  const links = createSignedLinks('secret');
  const link = links.sign('/files/1', reader, 60);
  expect(links.read(link.replace('/files/1', '/files/2'))).toBeNull();
  expect(links.read(link.replace('person', 'teacher'))).toBeNull();
  expect(links.read(link.replace(/\.\d+\./, '.99999999999.'))).toBeNull();
  expect(createSignedLinks('another').read(link)).toBeNull();
  expect(links.read('/files/1?as=..')).toBeNull();
  expect(links.read('/files/1')).toBeNull();
});

test('one that only reads cannot be made one that acts', () => {
  const links = createSignedLinks('secret');
  expect(links.read(links.sign('/files/1', reader, 60, true))).toEqual({ ...reader, acts: true });
  expect(links.read(links.sign('/files/1', reader, 60).replace('.reads.', '.acts.'))).toBeNull();
});
