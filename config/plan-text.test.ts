import { expect, test } from 'vitest';
import { z } from 'zod';
import { composePlugins, definePlugin, type SchoolSetup } from '../engine/index.ts';
import { planText } from './plan-text.ts';

const plugin = (id: string, parts: object) =>
  definePlugin({ id, summary: 'For this test.', settings: z.object({}) }, parts);
const nothing = () => undefined;
const installed = composePlugins([
  plugin('words', { guard: { 'message.send': nothing }, transform: { 'message.send': (draft: unknown) => draft } }),
  plugin('slow', { guard: { 'message.send': { deadline: 2000, run: nothing } }, after: { 'message.sent': nothing } }),
  plugin('unused', { guard: { 'message.send': nothing } }),
]);
const school: SchoolSetup = {
  slug: 'oakwood',
  title: 'Oakwood School',
  locale: 'en',
  timezone: 'UTC',
  registration: { by: 'closed' },
  plugins: { words: true, slow: true, unused: false },
};

test('the hooks of a command are told in the order they run, with deadline and policy', () => {
  expect(
    planText([school], installed, 'oakwood', 'message.send')
      .split('\n')
      .map((line) => line.trimEnd()),
  ).toEqual([
    'message.send at Oakwood School (oakwood)',
    '',
    '  transform                    words                  500 ms   a failure fails the command',
    '  guard                        words                  500 ms   a failure fails the command',
    '                               slow                  2000 ms   a failure fails the command',
    '  within                       –',
    '  after message.sent           slow                   500 ms   a failure is logged and tried again; the sender never hears of it',
    '  after message.noteChanged    –',
    '  after message.edited         –',
    '  after message.deleted        –',
  ]);
});

test('a school or a command that is not there is answered with the nearest name', () => {
  expect(() => planText([school], installed, 'oakwod', 'message.send')).toThrow('did you mean "oakwood"?');
  expect(() => planText([school], installed, 'oakwood', 'message.sent')).toThrow('did you mean "message.send"?');
});
