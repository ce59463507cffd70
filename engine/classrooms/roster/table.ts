import { parse } from 'csv-parse/sync';
import { invalid } from '../../errors/domain-error.ts';
import { ADDRESS, unquoted } from './cells.ts';
import { DELIMITERS, type Delimiter } from './delimiters.ts';
import { HEADING_WITHIN, MOST_LINES, TOO_MANY } from './limits.ts';
import { type Line, linesOf } from './lines.ts';
import { looseRows } from './loose-rows.ts';
import { headingOf, isPlainHeading, saysName } from './words.ts';

/** What stands in one line of a list, and its number there. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  /** Null where none stands between an address and its name, and for names alone. */
  readonly delimiter: Delimiter | null;
  readonly rows: readonly Row[];
}

/** Cells with line breaks in them take some more. */
const MOST_ROWS = 2 * MOST_LINES;
/** As many lines as decide what stands between cells. */
const SAMPLE = 50;
/** A cell with line breaks in it, a postal address for one, has no more lines than this. */
const MOST_JOINED = 5;
/** Nothing a school lists about somebody is wider. */
const MOST_CELLS = 100;

/** What programs write that is no list, by how it begins. */
const OTHER_FILE =
  /^\ufeff?\s*(?:%PDF-|\{\\rtf|<(?:!doctype|!--|\?xml|html|head|meta|body|table|style|div|p|ul|ol)(?=[\s>])|BEGIN:V|[[{]\s*["{])/i;

function refuseOtherFiles(text: string): void {
  if (OTHER_FILE.test(text.slice(0, 200)))
    throw invalid('csv', 'That is not a list in lines and columns. Save the list as CSV, and choose that file.');
}

/** Cuts a list into cells. Every line stands for itself: a quote that is never closed spoils no other. */
export function readTable(text: string, given?: Delimiter): Table {
  refuseOtherFiles(text);
  const { lines, said } = linesOf(text);
  if (lines.length > MOST_ROWS) throw invalid('csv', TOO_MANY);
  const sample = lines.slice(0, SAMPLE);
  const loose = given || said ? null : looseRows(lines, sample);
  if (loose) return { delimiter: null, rows: loose };
  if (!given && !said && areNames(lines)) return { delimiter: null, rows: lines.map(wholeRow) };
  const delimiter = given ?? said ?? sniff(sample);
  return { delimiter, rows: rowsOf(lines, delimiter).filter(({ cells }) => cells.some((cell) => cell !== '')) };
}

/** Under a heading of one word the lines are names, and `Moss, Ben` is one of them. */
const wholeRow = ({ line, text }: Line): Row => ({ line, cells: [unquoted(withoutEnd(text.replace(NUMBER, '')))] });
const NUMBER = /^\d{1,3}[.)]?\t+/;
/** A title may stand over that heading. */
const areNames = (lines: readonly Line[]): boolean =>
  lines.slice(0, HEADING_WITHIN).some(({ text }, at) => {
    const heading = withoutEnd(text);
    return (at === 0 ? saysName(heading) : saysName(heading) && isPlainHeading(heading)) && !hasHeadings(heading);
  }) && !lines.some(({ text }) => text.includes('@'));
/** `Name;Vorname` is two headings, though one is known that is called so. */
const hasHeadings = (text: string): boolean =>
  DELIMITERS.some((delimiter) => {
    const cells = text.split(delimiter);
    return cells.length > 1 && cells.every((cell) => headingOf(cell) !== undefined);
  });
const withoutEnd = (text: string): string => text.replace(/(?<![\s,;|])[\s,;|]+$/, '').trimStart();

/** The one that makes cells of addresses, in as many columns on each line. */
function sniff(sample: readonly Line[]): Delimiter {
  const scores = DELIMITERS.map((delimiter) => {
    const rows = sample.map(({ text }) => cellsOf(text, delimiter) ?? []);
    const addressed = rows.filter((cells) => cells.length > 1 && cells.some((cell) => ADDRESS.test(cell)));
    const widths = rows.map((cells) => cells.length).filter((width) => width > 1);
    const alike = Math.max(0, ...widths.map((width) => widths.filter((other) => other === width).length));
    return addressed.length * 2 + alike;
  });
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ',';
}

function rowsOf(lines: readonly Line[], delimiter: Delimiter): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const { line, text } = lines[at] as Line;
    const whole = cellsOf(text, delimiter);
    const joined = whole ? null : joinedCells(lines.slice(at, at + MOST_JOINED), delimiter);
    rows.push({ line, cells: whole ?? joined?.cells ?? roughCells(text, delimiter) });
    at += (joined?.lines ?? 1) - 1;
  }
  return rows;
}

/** A quoted cell may go on in the lines below; not over a second line with an address, which is somebody else's. */
function joinedCells(lines: readonly Line[], delimiter: Delimiter): { cells: string[]; lines: number } | null {
  let text = lines[0]?.text ?? '';
  for (let count = 2; count <= lines.length; count += 1) {
    const next = lines[count - 1]?.text ?? '';
    if (next.includes('@') && text.includes('@')) return null;
    text += `\n${next}`;
    const cells = isOpen(text) ? null : cellsOf(text, delimiter);
    if (cells) return { cells: cells.map((cell) => cell.replace(/\s+/g, ' ')), lines: count };
  }
  return null;
}

const isOpen = (text: string): boolean => text.split('"').length % 2 === 0;

/** Null when a quote is not closed, or something stands behind it. */
function cellsOf(text: string, delimiter: Delimiter): string[] | null {
  if (!text.includes('"')) return text.split(delimiter, MOST_CELLS).map(cellOf);
  try {
    const options = { delimiter, trim: delimiter !== '\t', relax_quotes: true, relax_column_count: true };
    const [cells = []] = parse(text, options) as string[][];
    return cells.slice(0, MOST_CELLS).map(cellOf);
  } catch {
    return null;
  }
}

const cellOf = (cell: string): string => unquoted(cell.trim());

const roughCells = (text: string, delimiter: Delimiter): string[] =>
  text.split(delimiter, MOST_CELLS).map((cell) => cellOf(isOpen(cell) ? cell.replace('"', '') : cell));
