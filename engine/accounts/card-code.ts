import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { hashLinkToken } from './link-token.ts';
import { typedCode } from './typed-code.ts';

/** Letters and digits that are not mistaken for one another on paper. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** 31 signs, 26 times: 128 bits. */
const LENGTH = 26;
const GROUP = /.{1,4}/g;

/** What stands on a card, as a camera reads it or somebody types it. */
export const CardCode = z
  .string()
  .max(80)
  .transform(typedCode)
  .pipe(z.string().regex(new RegExp(`^[${ALPHABET}]{${LENGTH}}$`), 'That is not the code of a card.'));

export const UseCardDraft = z.strictObject({ code: CardCode });
export type UseCardDraft = z.output<typeof UseCardDraft>;

/** A card's code that was just made: `text` is for the paper, `hash` is what is stored of it. */
export interface NewCard {
  readonly text: string;
  readonly hash: string;
}

export function newCard(): NewCard {
  const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return { text: code.match(GROUP)?.join('-') ?? code, hash: hashCard(code) };
}

/** So many bits need no secret: nobody finds the code of a hash. */
export const hashCard = (code: string): string => hashLinkToken(code);
