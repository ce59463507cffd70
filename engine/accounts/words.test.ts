import { describe, expect, test } from 'vitest';
import { ClassCodeText, EmailAddress, PersonName, RegisterDraft } from './words.ts';

describe('a name', () => {
  test.each(['Ana', 'Zoë de la Cruz', '李小龙', 'محمد', '  Ben  ', '𝒳'.repeat(80), '👩‍🏫 Rivera', 'བསྒྲུབས'])(
    'may be %j',
    (name) => {
      expect(PersonName.parse(name)).toBe(name.trim());
    },
  );
  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['81 characters', 'x'.repeat(81)],
    ['a NUL', 'A\0na'],
    ['a line break', 'Ana\nHead teacher'],
    ['a bidi override', 'Ana \u202eadmin'],
    ['a bidi isolate', '\u2066Ana\u2069'],
    ['half a character', 'Ana \ud800'],
    ['only what cannot be seen', '\u200b\u200d'],
    ['a letter with seven accents', `Ana${'\u0301\u0316'.repeat(4)}`],
    ['letters that were lost', 'Ren\ufffd M\ufffdller'],
  ])('is not %s', (_, name) => {
    expect(PersonName.safeParse(name).success).toBe(false);
  });
});

describe('an address', () => {
  test('is lower-cased', () => {
    expect(EmailAddress.parse(' Ana@Oakwood.Example ')).toBe('ana@oakwood.example');
  });
  test.each(['\u200bzws@oakwood.example', '\ufeffzws@oakwood.example\u00a0', '\u2066zws@oakwood.example\u2069\r\n'])(
    'comes out of %j without what cannot be seen',
    (address) => {
      expect(EmailAddress.parse(address)).toBe('zws@oakwood.example');
    },
  );
  test.each([
    ['zws\u200bp@oakwood.example', "The address has an invisible character after 'zws'."],
    ['zwsp@oak\u00adwood.example', "The address has an invisible character after 'zwsp@oak'."],
    ['ana@oak wood.example', "The address has a blank after 'ana@oak'."],
    ['ana\u00a0@oakwood.example', "The address has a blank after 'ana'."],
    ['ana.oakwood.example', 'That is not an email address.'],
    [undefined, 'That is not an email address.'],
  ])('%j is refused with the reason', (address, reason) => {
    expect(EmailAddress.safeParse(address).error?.issues.map(({ message }) => message)).toEqual([reason]);
  });
  test.each([
    '',
    'ana',
    'ana@',
    'a@b.example, c@d.example',
    'ana@oak wood.example',
    'a\n@b.example',
    `${'a'.repeat(250)}@b.example`,
  ])('is not %j', (address) => {
    expect(EmailAddress.safeParse(address).success).toBe(false);
  });
});

test('a class code is read as people type it', () => {
  expect(ClassCodeText.parse(' abcd-efgh ')).toBe('ABCDEFGH');
  expect(ClassCodeText.safeParse(' - ').success).toBe(false);
});

test('a draft with a key more than it knows is refused', () => {
  const draft = { school: 'oakwood', name: 'Ana', email: 'a@b.example', password: 'long enough', role: 'admin' };
  expect(RegisterDraft.safeParse(draft).success).toBe(false);
});
