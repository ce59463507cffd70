import { describe, expect, test } from 'vitest';
import { proposeUserName, UserName } from './user-name.ts';

describe('a user name', () => {
  test.each([
    ['ana.lopez', 'ana.lopez'],
    ['  Ana.Lopez\u200b ', 'ana.lopez'],
    ['Zoë', 'zoe'],
    ['Zoe\u0308.Łuczak', 'zoe.luczak'],
    ['ANA-7_b', 'ana-7_b'],
    ['ａｎａ', 'ana'],
  ])('%j is read as %j', (typed, read) => {
    expect(UserName.parse(typed)).toBe(read);
  });

  test.each([
    ['', 'A user name has at least 2 characters.'],
    ['a', 'A user name has at least 2 characters.'],
    ['ana lopez', 'A user name has no blanks.'],
    ['ana\u00a0lopez', 'A user name has no blanks.'],
    ['a'.repeat(41), 'A user name has 40 characters at most.'],
    ['.ana', expect.stringMatching(/^A user name has letters/)],
    ['ana@oakwood.example', expect.stringMatching(/^A user name has letters/)],
    ['Ольга', expect.stringMatching(/^A user name has letters/)],
    ['an\0a', expect.stringMatching(/^A user name has letters/)],
    ['ana\ud800', expect.stringMatching(/^A user name has letters/)],
  ])('is not %j', (typed, reason) => {
    expect(UserName.safeParse(typed).error?.issues[0]?.message).toEqual(reason);
  });

  test.each([
    ['Ana López', 'ana.lopez'],
    ["Jean-Luc O'Brien", 'jean.luc.obrien'],
    ['李小龙', 'pupil'],
    ['Ø', 'pupil'],
    ['Class 7', 'class'],
    ['A'.repeat(80), 'a'.repeat(35)],
  ])('of %j is proposed as %j', (name, proposed) => {
    expect(proposeUserName(name, new Set())).toBe(proposed);
    expect(UserName.parse(proposed)).toBe(proposed);
  });

  test('that is taken gets a number', () => {
    expect(proposeUserName('Ana Lopez', new Set(['ana.lopez', 'ana.lopez2']))).toBe('ana.lopez3');
  });
});
