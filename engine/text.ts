import { z } from 'zod';
import { trimText } from './messages/trim-text.ts';

/** Longest message, in code points after trimming. */
export const MAX_TEXT = 10_000;
const MAX_TITLE = 80;
const MAX_SCHOOL_TITLE = 120;
/** Longest topic of a room, in code points. */
export const MAX_TOPIC = 250;

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/**
 * Text PostgreSQL and every browser can hold: NUL cannot be stored, a lone surrogate is not Unicode.
 * Unicode 16, section 3.9 (well-formed UTF-16).
 */
const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Has what a decoder writes for bytes it cannot read: an accent that was lost before the text came here. */
export const isDamaged = (text: string): boolean => text.includes('\ufffd');
export const DAMAGED = 'Some letters of that were lost on the way. Please type them again.';

/** Control characters, and the marks that turn the direction of what follows: they let one name look like another. */
const DISGUISE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const UNSEEN = String.raw`\s\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2064\u2800\u3164\ufeff\uffa0`;
/** What cannot be seen at the beginning and the end. Behind a mark a joiner shapes the last letter, in Malayalam for one. */
const UNSEEN_ENDS = new RegExp(String.raw`^[${UNSEEN}\u200c\u200d]+|(?:[${UNSEEN}]|(?<!\p{M})[\u200c\u200d])+$`, 'gu');

/** One line as it is stored: NFC, one plain blank between words, nothing invisible at its ends. */
export const plainLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(UNSEEN_ENDS, '')
    .replace(/[\p{Zs}\t]+/gu, ' ');

/** More signs on one letter than any language puts there: they would be painted over the lines around a name. */
const STACK = /[\p{M}\p{Emoji_Modifier}]{7}/u;
export const isStacked = (text: string): boolean => STACK.test(text);
export const STACKED = 'That has too many accents on one letter.';

/** What people write, without blanks at its ends: 0 to `most` code points that can be stored. */
export const textUpTo = (most: number) => storableText(most, (text) => text.trim());

const storableText = (most: number, trim: (text: string) => string) =>
  z
    .string()
    .max(most * 4, `At most ${most} characters.`)
    .refine(storable, 'That text has characters that cannot be stored.')
    .transform(trim)
    .refine((text) => codePoints(text) <= most, `At most ${most} characters.`);

/** What a message says. Whether it may be empty is the command's to decide. */
export const MessageText = storableText(MAX_TEXT, trimText);

/** What stands on one line: 0 to `most` code points after trimming. */
const lineUpTo = (most: number) =>
  z
    .string()
    .max(most * 4, `At most ${most} characters.`)
    .refine(storable, 'That text has characters that cannot be stored.')
    .refine((text) => !isDamaged(text), DAMAGED)
    .transform(plainLine)
    .refine((text) => codePoints(text) <= most, `At most ${most} characters.`)
    .refine((text) => !DISGUISE.test(text), 'That has characters a name cannot have.')
    .refine((text) => !isStacked(text), STACKED);

/** A name or title on one line: 1 to 80 code points after trimming. */
export const Title = lineUpTo(MAX_TITLE).refine((text) => text.length > 0, 'This is needed.');

/** What a school is called, on one line. */
export const SchoolTitle = lineUpTo(MAX_SCHOOL_TITLE).refine((text) => text.length > 0, 'This is needed.');

/** What a room is about, on one line. It may be empty. */
export const Topic = lineUpTo(MAX_TOPIC);
