import { DELIMITERS, type Delimiter } from './delimiters.ts';

/** One line of a list, unchanged, and its number. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

const LONGEST_LINE = 4_000;
/** Commas and semicolons of keyboards for Chinese, Japanese and Arabic. */
const OTHER_COMMAS = /[，、،]/g;
const OTHER_SEMICOLONS = /[；؛]/g;
const DELIMITER = /[,;\t|]/;

/** The lines that say somebody, without comments; `said` is the delimiter that Excel's `sep=` line gives. */
export function linesOf(text: string): { lines: Line[]; said: Delimiter | undefined } {
  const all = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ line: at + 1, text: line.slice(0, LONGEST_LINE) }));
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
