import { expect, test } from 'vitest';
import { newPlugin } from './contract.ts';
import { addShown, removeShown } from './reduce.ts';

const [ana, ben] = ['0190a000-0000-7000-8000-00000000000a', '0190a000-0000-7000-8000-00000000000b'];

test('a school that sets nothing gets the defaults', () => {
  expect(newPlugin.settings.parse({})).toEqual({ perMessage: 100 });
});

test('a message shows who marked it in the same order on every screen', () => {
  expect(addShown(addShown(undefined, { personId: ben }), { personId: ana })).toEqual([ana, ben]);
});

test('a person who marks twice is shown once', () => {
  expect(addShown([ana], { personId: ana })).toEqual([ana]);
});

test('a message whose last mark was taken back shows nothing', () => {
  expect(removeShown([ana, ben], { personId: ana })).toEqual([ben]);
  expect(removeShown([ben], { personId: ben })).toBeUndefined();
});
