import { UNSPACED } from '../../../engine/client.ts';
import { FORMULAS } from './drawing-limits.ts';

// Which dollars and brackets hold a formula. Most dollars in a class are prices and names in shells: those stay as typed.

export interface Formula {
  readonly tex: string;
  /** Set on a line of its own. */
  readonly display: boolean;
  /** Where the text goes on. */
  readonly end: number;
}

/** The formula that begins at a position of a text. */
export function formulaAt(text: string, from: number): Formula | null {
  if (text.startsWith('$$', from)) return between(text, from, '$$', '$$');
  if (text[from] === '$') return between(text, from, '$', '$');
  if (text.startsWith('\\(', from)) return between(text, from, '\\(', '\\)');
  if (text.startsWith('\\[', from)) return between(text, from, '\\[', '\\]');
  return null;
}

/** In front of the mark: where a script puts blanks between words, a formula does not begin inside one. */
const WORD_BEFORE = new RegExp(`(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}]|[$\\\\])\\p{Cf}*$`, 'u');
/** Behind the mark: the next name of a shell or a template, the next price. */
const GOES_ON = new RegExp(`^\\p{Cf}*(?:(?![${UNSPACED}])[\\p{L}\\p{N}]|[{_$])`, 'u');

/** So many signs beside a mark are looked at: one, and marks of direction, which nobody sees. */
const BESIDE = 4;

function between(text: string, from: number, open: string, close: string): Formula | null {
  const start = from + open.length;
  const end = closing(text, start, close);
  if (end <= start || WORD_BEFORE.test(text.slice(Math.max(0, from - BESIDE), from))) return null;
  const tex = text.slice(start, end);
  const behind = text.slice(end + close.length, end + close.length + BESIDE);
  const fits = open.startsWith('$')
    ? !GOES_ON.test(behind) && hugs(tex, open === '$') && !(open === '$' && isTorn(text, from, tex))
    : !behind.startsWith('(') && !/^\s*\p{L}{2,}\s*$/u.test(tex);
  if (!fits || !isFormula(tex)) return null;
  return { tex, display: open === '$$' || open === '\\[', end: end + close.length };
}

/** In two columns, about a name that is set off from words of another direction, or in a sum of prices: "$5 + $6 = 11$". */
const isTorn = (text: string, from: number, tex: string): boolean =>
  /[\t\u202a-\u202e\u2066-\u2069]/.test(tex) ||
  (/^\p{Nd}/u.test(tex) && PRICE_AND_SIGN.test(text.slice(Math.max(0, from - 24), from)));
const PRICE_AND_SIGN = /\$[\p{Nd}.,٫٬]+\s*[-–+*/=:×·÷]\s*$/u;

/** Where a formula ends: at the first such mark that has no backslash of its own, before an empty line. */
function closing(text: string, from: number, close: string): number {
  const end = Math.min(text.length, from + FORMULAS.characters + close.length);
  for (let at = from; at < end; at += 1) {
    if (text.startsWith(close, at)) return at;
    if (text[at] === '\\') at += 1;
    else if (text[at] === '\n' && /^\n[ \t]*(?:\n|$)/.test(text.slice(at, at + 80))) return -1;
  }
  return -1;
}

/** Dollars stand close to a formula; two of them may stand off one that can be nothing else. */
const hugs = (tex: string, closely: boolean): boolean =>
  !/^\s|\s$/.test(tex) || (!closely && /[\\^_=<>+*/\d]/.test(tex));

/** Whether a text between marks can be a formula: its braces match, it ends where one can end, and it is not prose or a price. */
export function isFormula(tex: string): boolean {
  if (BEGINS_NONE.test(tex)) return false;
  if (tex.trim() === '' || tex.length > FORMULAS.characters || /.(?<!\\)[([=:/"^_]$/s.test(tex.trim())) return false;
  const bare = withoutBraces(tex);
  if (bare === null) return false;
  const words = wordsOf(bare);
  if (words.some((word, at) => isWord(word) && isWord(words[at + 1] ?? ''))) return false;
  if (TWO_AMOUNTS.test(bare)) return false;
  return !(
    AMOUNT.test(bare) &&
    (wordsOf(bare.replace(/\s\p{L}+$/u, '')).some(isWord) || LETTER_OF_UNSPACED.test(bare))
  );
}

/** What goes on behind the end of a pattern, `^a+$|^b+$`, or is a name of a shell. */
const BEGINS_NONE = /^(?:[),;]|\/.|\|\^|[A-Z_]{4,}(?:[,;:/]|\s+[^\s=+*^\\<>/-]))/;

/** What stands in braces is another formula, or words in `\text`. Null where they do not match. */
function withoutBraces(tex: string): string | null {
  let bare = '';
  let depth = 0;
  for (const [sign] of tex.matchAll(/\\.|[^\\]|\\/gs)) {
    if (sign === '{') depth += 1;
    else if (sign === '}') depth -= 1;
    else if (depth === 0) bare += sign;
    if (depth < 0) return null;
    if (sign === '}' && depth === 0) bare += ' ; ';
  }
  return depth === 0 ? bare : null;
}

const AMOUNT = new RegExp(`^[\\p{Nd}.,٫٬]+(?:[\\s,;:(–—-]|\\p{P}|[${UNSPACED}].*[\\s\\p{P}])`, 'su');
/** "5 y 6": in many languages the word between two prices is one letter, also joined to the second; or they stand in two columns. An x multiplies. */
const TWO_AMOUNTS = /^[\p{Nd}.,٫٬]+\s+(?:(?![xX])\p{L}[-־]?\s*|\|\s+)[\p{Nd}.,٫٬]+$/u;
const LETTER_OF_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');

/** Its words, and each other sign that is no blank. */
const wordsOf = (bare: string): string[] => bare.match(/\\[A-Za-z]+|\p{L}+|\S/gu) ?? [];

/** Words that stand in formulas without a backslash. */
const FUNCTION =
  /^(?:a?(?:sin|cos|tan|cot|sec|csc)h?|arc(?:sin|cos|tan)|ln|log|exp|lim|max|min|sup|inf|mod|gcd|lcm|ggT|kgV|det|dim|deg|sgn)$/;
const isWord = (word: string): boolean => /^\p{L}{2,}$/u.test(word) && !FUNCTION.test(word);
