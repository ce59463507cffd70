import { invalid } from '../../errors/domain-error.ts';
import { DELIMITERS, type Delimiter } from './delimiters.ts';

/** One line of a list, unchanged, and its number. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** A whole class may be pasted as one line. Nobody is cut off: a line that is longer is refused. */
const LONGEST_LINE = 100_000;
const LINE_END = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
/** As Chinese and Japanese keyboards type it. */
const WIDE_AT = /[＠﹫]/g;
/** What word processors put before each line of a list: a bullet, a dash, a number. */
const MARKER = /^\s*(?:(?:\d{1,3}[.)]|[•‣▪◦●○■□►*–-])[ \u00a0]+|[•‣▪◦●○■□►]\t+)(?=\S)/u;
/** Commas and semicolons of keyboards for Chinese, Japanese and Arabic. */
const OTHER_COMMAS = /[，、،]/g;
const OTHER_SEMICOLONS = /[；؛]/g;
const DELIMITER = /[,;\t|]/;

/**
 * The lines that say somebody, without comments; `said` is the delimiter that Excel's `sep=` line gives.
 * @throws DomainError `invalid`, naming the field `csv`, for a line that is too long
 */
export function linesOf(text: string): { lines: Line[]; said: Delimiter | undefined } {
  const all = text
    .replace(/^\ufeff/, '')
    .replace(WIDE_AT, '@')
    .split(LINE_END)
    .map((line, at) => ({ line: at + 1, text: line.replace(MARKER, '') }));
  const long = all.find((line) => line.text.length > LONGEST_LINE);
  if (long) throw invalid('csv', `Line ${long.line} is too long. Hand in a list with one person a line.`);
  const said = DELIMITERS.find((delimiter) => all[0]?.text.toLowerCase() === `sep=${delimiter}`);
  const lines = (said ? all.slice(1) : all).filter(
    ({ text: line }) => /[^\s,;|:=_+*-]/.test(line) && !/^\s*#/.test(line),
  );
  return { lines: plainDelimiters(unwrapped(lines)), said };
}

/** `"a@b.example,""Ana"""`: programs that quote a line that was quoted already make one cell of it. */
const WRAPPED = /^\s*"((?:[^"]|"")*)"[\s,;|]*$/;

function unwrapped(lines: Line[]): Line[] {
  const inside = lines.map(({ text }) => WRAPPED.exec(text)?.[1]?.replaceAll('""', '"') ?? null);
  const isRow = (text: string | null): boolean => text !== null && DELIMITER.test(text);
  if (!inside.every(isRow) || !inside.some((text) => text?.includes('@'))) return lines;
  return lines.map(({ line }, at) => ({ line, text: inside[at] ?? '' }));
}

function plainDelimiters(lines: Line[]): Line[] {
  if (lines.some(({ text }) => DELIMITER.test(text))) return lines;
  return lines.map(({ line, text }) => ({
    line,
    text: text.replace(OTHER_COMMAS, ',').replace(OTHER_SEMICOLONS, ';').replaceAll('｜', '|'),
  }));
}
