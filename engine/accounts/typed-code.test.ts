import { expect, test } from 'vitest';
import { CardCode } from './card-code.ts';
import { isSameSlip } from './password-slip.ts';
import { ClassCodeText } from './words.ts';

const AS_TYPED: readonly ((code: string) => string)[] = [
  (code) => code.toLowerCase(),
  (code) => code.replaceAll('-', '\u2013'),
  (code) => code.replaceAll('-', '\u2212'),
  (code) => code.replaceAll('-', ' \u00a0'),
  (code) => code.replaceAll('-', ''),
  (code) => `${code}.`,
  (code) => ` \u201c${code}\u201d\n`,
  (code) => `${code.slice(0, 3)}\u200b${code.slice(3)}`,
  (code) => code.replace(/[A-Z0-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
];

test.each(AS_TYPED)('a code is read by its letters and digits, however it is typed: %#', (type) => {
  expect(ClassCodeText.parse(type('K7QX-9MPA'))).toBe('K7QX9MPA');
  expect(isSameSlip('K7QX-9MPA-2', type('K7QX-9MPA-2'))).toBe(true);
  expect(CardCode.parse(type('ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2-34'))).toBe('ABCDEFGHJKMNPQRSTUVWXYZ234');
});

test.each(['', ' - . ', 'K7QX_9MPA?'.repeat(9)])('what has none, or far too many, is no code: %j', (typed) => {
  expect(ClassCodeText.safeParse(typed).success).toBe(false);
});
