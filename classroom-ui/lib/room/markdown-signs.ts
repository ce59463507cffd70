import { exactParts } from './exact-parts.ts';

// Signs that mean nothing at their place are kept from the reader of blocks: it gets a letter that no text holds, and they are
// put back before anything is drawn.
const SIGNS = '>#|.)-+*';
const FIRST = 0xfdd0;
const LETTERS = /[\ufdd0-\ufdd7]/g;
const letterOf = (sign: string): string => String.fromCharCode(FIRST + SIGNS.indexOf(sign));

/** In front of a sign that can begin something: blanks, and the marks of quotes and lists around it. */
const MARK = String.raw`(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])[ \t])`;
const AROUND = String.raw`^${MARK}*[ \t]*`;
/** ">5" compares, and ">>> x" is what Python says: a quote has a blank behind its mark. */
const COMPARES = new RegExp(`(${AROUND})>(?=[^ \\n])`, 'gm');
/** A heading of nothing, the first cell of a table, or how many there are: "# of books". */
const NO_HEADING = new RegExp(`(${AROUND})#(?=#{0,5}[ \\t]*$|\\t|[ ]of )`, 'gm');
/** In a table as programs copy it, also a sign or a number can be a cell. */
const CELL = /^([ ]*\d{0,9})([-+*.)])(?=\t[^\t\n]*\t)/gm;

/** "24. 12." is a date, not an item in an item. */
const DATE = new RegExp(String.raw`(^${MARK}*?[ \t]*\d{1,9})([.)])(?=[ \t]+\d{1,9}[.)](?:[ \t]|$))`, 'gm');

/** The text as the reader of blocks is to see it, of the same length. */
export function hideSigns(text: string): string {
  const known = text
    .replace(LETTERS, '\ufffd')
    .replace(COMPARES, (_, around: string) => around + letterOf('>'))
    .replace(NO_HEADING, (_, around: string) => around + letterOf('#'))
    .replace(CELL, (_, before: string, sign: string) => before + letterOf(sign))
    .replace(DATE, (_, before: string, sign: string) => before + letterOf(sign));
  return /\|/.test(known) && /[`$\\]/.test(known) ? known.split('\n').map(hideBars).join('\n') : known;
}

/** A bar inside code or a formula parts no cells. */
function hideBars(line: string): string {
  if (!line.includes('|')) return line;
  let hidden = line;
  for (const [from, to] of exactParts(line))
    hidden = hidden.slice(0, from) + line.slice(from, to).replaceAll('|', letterOf('|')) + hidden.slice(to);
  return hidden;
}

export const showSigns = (text: string): string =>
  text.replace(LETTERS, (letter) => SIGNS[letter.charCodeAt(0) - FIRST] ?? '');
