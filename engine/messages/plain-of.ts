import { UNSPACED } from '../names.ts';

/**
 * Marks around words, not those of products, files and `__names__`. Bounded: without a bound
 * a line of ten thousand marks takes minutes.
 */
const AROUND_WORDS =
  /(?<=^|[\s("'“„])(?!__[a-z\d_]{1,60}__|(?<=\d )\*[\d.,]+\*(?!\*))(([*_~`])\2{0,2})(?!\2)(?=\S)([^\n]{1,200}?)(?<=\S)\1(?!\2)(?=$|[\s)"'”“.,!?:;])/gmu;

/** Where words stand side by side, marks of two signs are around words too. */
const AMONG_UNSPACED = new RegExp(
  `(?<=[${UNSPACED}\\u3000-\\u303f\\uff00-\\uffef])(\\*\\*|~~)(?![*~])(?=\\S)([^\\n]{1,200}?)(?<=[^\\s*~])\\1(?![*~])`,
  'gmu',
);

/** What parts the cells of a row, and what a bar parts nothing in: code, and formulas such as $|x|$. */
const EXACT_OR_BAR = /(`[^`\n]{1,200}`|\$(?=\S)(?:[^$\n|]|(?<!\s)\||\|(?!\s)){1,200}\$)|[ \t]*\|[ \t]*/g;

/** A text whose lines have lost the marks of their formats. Not for anything that must be exact. */
export const withoutMarks = (text: string): string =>
  text
    .replace(/^([ \t]*)(?:```|~~~)[\w+#.-]*[ \t]*$\n?/gm, '$1')
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/^[ \t]*\|?[ \t:-]*-[ \t:-]*\|[ \t|:-]*$\n?/gm, '')
    .replace(/^[ \t]*\|(.*)\|[ \t]*$/gm, (_, row: string) =>
      row.replace(EXACT_OR_BAR, (_part, exact?: string) => exact ?? ', ').trim(),
    )
    .replace(AROUND_WORDS, '$3')
    .replace(AROUND_WORDS, '$3')
    .replace(AMONG_UNSPACED, '$2')
    .replace(/^[ \t]*(?:#{1,6}(?![ ]of )|[->*](?![ \t]+[\d.,]))[ \t]+/gm, '');

const BEGINNING = 500;
/** The first half of a letter of two units, where the rest was cut off. */
const HALF = /[\uD800-\uDBFF]$/;

/**
 * Accents and other signs that join the letter before them, without end. The layout of thousands on one letter takes minutes,
 * and dozens are painted over the lines around; no language puts more than a few there.
 */
const STACK = /([\p{M}\p{Emoji_Modifier}]{10})[\p{M}\p{Emoji_Modifier}]+/gu;

/** Somebody's words as they are shown to others: of the signs that stand on one letter, ten. */
export const withoutStacks = (text: string): string => text.replace(STACK, '$1');

/** The beginning of it in one line, for quotes, notices and announcements. */
export const plainOf = (text: string): string =>
  withoutStacks(withoutMarks(text.slice(0, BEGINNING).replace(HALF, '')))
    .replace(/\s+/g, ' ')
    .trim();
