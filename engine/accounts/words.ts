import { z } from 'zod';
import { invalid } from '../errors/domain-error.ts';
import { DAMAGED, isDamaged, isStacked, plainLine, STACKED } from '../text.ts';
import { typedCode } from './typed-code.ts';
import { UserName } from './user-name.ts';

/** Cc: controls. Bidi marks, embeddings, overrides and isolates let a name read differently from what it is. */
const UNREADABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** What takes no room lets two names look the same. Joiners shape letters of scripts that have them, and stand nowhere else. */
const UNSEEN_IN_NAME = new RegExp(
  String.raw`[\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]` +
    String.raw`|(?<![\p{L}\p{M}\p{So}\p{Sk}\ufe0f])[\u200c\u200d]|[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}\p{P}][\u200c\u200d]`,
  'u',
);
/** Nobody is called by joiners and blanks alone. */
const VISIBLE = /[\p{L}\p{N}\p{S}]/u;
const LONGEST_NAME = 80;

/** What a person is called: 1–80 code points, on one plain line. */
export const PersonName = z
  .string()
  .max(LONGEST_NAME * 4, `A name has ${LONGEST_NAME} characters at most.`)
  .overwrite(plainLine)
  .min(1, 'Please give a name.')
  .refine((name) => !isDamaged(name), DAMAGED)
  .refine((name) => [...name].length <= LONGEST_NAME, `A name has ${LONGEST_NAME} characters at most.`)
  .refine((name) => !UNREADABLE.test(name), 'A name has no control characters.')
  .refine((name) => !UNSEEN_IN_NAME.test(name), 'A name has no invisible characters. Please type it again.')
  .refine((name) => !isStacked(name), STACKED)
  .refine((name) => VISIBLE.test(name), 'A name has letters.');

const UNSEEN = String.raw`[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]`;
const UNSEEN_ENDS = new RegExp(`^${UNSEEN}+|(?<!${UNSEEN})${UNSEEN}+$`, 'gu');
const UNSEEN_INSIDE = new RegExp(UNSEEN, 'u');
/** Letters and signs as wide as Chinese ones, as keyboards for them type: ａｎａ＠ｓｃｈｏｏｌ．ｅｘａｍｐｌｅ */
const WIDE = /[\uff01-\uff5e]/g;
const narrow = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) - 0xfee0);
const LONGEST_ADDRESS = 254;

/**
 * Without what cannot be seen at its ends, as copying from a page or a spreadsheet leaves it; lower-cased, so that one mailbox
 * is one account.
 */
export const EmailAddress = z
  .string('That is not an email address.')
  .max(LONGEST_ADDRESS * 2, 'That address is too long.')
  .overwrite((address) => address.replace(UNSEEN_ENDS, '').replace(WIDE, narrow).toLowerCase())
  .max(LONGEST_ADDRESS, 'That address is too long.')
  .superRefine((address, { addIssue }) => {
    const problem = unseenIn(address);
    if (problem) addIssue({ code: 'custom', message: problem });
  })
  .pipe(z.email('That is not an email address.'));

function unseenIn(address: string): string | null {
  const at = address.search(UNSEEN_INSIDE);
  if (at < 0) return null;
  const what = /[\p{Zs}\t]/u.test(address.charAt(at)) ? 'a blank' : 'an invisible character';
  return `The address has ${what} after '${address.slice(0, at)}'.`;
}

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;

/** A password somebody types to prove who they are; its length was judged when it was chosen. */
export const TypedPassword = z
  .string()
  .min(1, 'Please give a password.')
  .max(LONGEST_PASSWORD, 'That password is too long.');

/** A password somebody chooses. */
export const NewPassword = TypedPassword.min(
  SHORTEST_PASSWORD,
  `A password has at least ${SHORTEST_PASSWORD} characters.`,
);

/** A class code as people type it. */
export const ClassCodeText = z
  .string()
  .max(40)
  .transform(typedCode)
  .pipe(z.string().regex(/^[\p{L}\p{N}]{1,32}$/u, 'That is not a class code.'));

/** The token of a link that was mailed: 32 random bytes in base64url. */
export const LinkToken = z.string().regex(/^[\w-]{43}$/);

const Slug = z.string().max(60);

/** Without a code: a school with mail domains answers by mail, and takes the password with the link. */
export const RegisterDraft = z.strictObject({
  school: Slug,
  name: PersonName,
  email: EmailAddress,
  password: NewPassword.optional(),
  code: ClassCodeText.optional(),
});
export type RegisterDraft = z.output<typeof RegisterDraft>;

/** A link for a new password, as its page asks about it when it is opened. */
export const LookAtResetDraft = z.strictObject({ token: LinkToken });

/** A class code that a link brought somebody new. */
export const LookAtCodeDraft = z.strictObject({ school: Slug, code: ClassCodeText });
export type LookAtCodeDraft = z.output<typeof LookAtCodeDraft>;

/** `name` is what the person wants to be called; the roster's name stays without it. */
export const AcceptInvitationDraft = z.strictObject({
  token: LinkToken,
  name: PersonName.optional(),
  password: TypedPassword,
});
export type AcceptInvitationDraft = z.output<typeof AcceptInvitationDraft>;

/** `slip` is the one-time password, `password` the one to sign in with from then on. */
export const UseSlipDraft = z.strictObject({ email: EmailAddress, slip: TypedPassword, password: NewPassword });
export type UseSlipDraft = z.output<typeof UseSlipDraft>;

/** What somebody without a mail address is known by. */
const AtSchool = z.strictObject({ school: Slug, userName: UserName });
export const SignInByNameDraft = AtSchool.extend({ password: TypedPassword });
export type SignInByNameDraft = z.output<typeof SignInByNameDraft>;
export const UseSlipByNameDraft = AtSchool.extend({ slip: TypedPassword, password: NewPassword });
export type UseSlipByNameDraft = z.output<typeof UseSlipByNameDraft>;

/** A password of one's own, for whoever has none. */
export const ChoosePasswordDraft = z.strictObject({ password: NewPassword });

export const SwitchSchoolDraft = z.strictObject({ school: Slug });

/** Base64 of a JPEG, PNG or WebP of 1 MiB at most; null takes the picture away. */
export const SetAvatarDraft = z.strictObject({ image: z.base64().max(1_398_104).nullable() });

/** @throws DomainError `invalid`, naming the field `email` */
export function emailOf(value: unknown): string {
  const email = EmailAddress.safeParse(value);
  if (!email.success) throw invalid('email', email.error.issues[0]?.message ?? 'That is not an email address.');
  return email.data;
}
