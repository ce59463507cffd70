import { invalid } from '../../errors/domain-error.ts';
import { isFamilyFirst } from './cells.ts';
import { HEADING_WITHIN } from './limits.ts';
import type { Row } from './table.ts';
import { type Column, headingOf, isPlainHeading, NAMES, roleIn, saysName } from './words.ts';

/** What each column holds, in their order; null for what a roster has no use for. */
export type Columns = readonly (Column | null)[];

export interface Sorted {
  readonly columns: Columns;
  /** The line with the headings, as it stands there. */
  readonly heading: Row | null;
  /** Those who are listed. */
  readonly people: readonly Row[];
}

/**
 * Finds the headings and what each column holds: by its heading, else by what stands in it.
 * @throws DomainError `invalid`, naming the field `csv`: two headings, one column, no addresses
 */
export function findColumns(rows: readonly Row[], given?: Columns): Sorted {
  const at = rows.slice(0, HEADING_WITHIN).findIndex((row, place) => isHeading(row) || isOverNames(rows, place));
  const heading = rows[at] ?? null;
  const people = rows.slice(at + 1);
  if (heading && rows.slice(0, at).some((row) => isPerson(row, isHeading(heading))))
    throw invalid('csv', `Line ${heading?.line} is a heading, and stands below people. Put it first.`);
  const second = people.find((row) => isHeading(row) || (heading !== null && saysSame(row, heading)));
  if (second) throw invalid('csv', `Line ${second.line} is a second heading. Hand in one list at a time.`);
  if (given) return { columns: given, heading, people };
  if (people.length > 0 && !heading?.cells.some(saysName)) refuseNoList(people);
  return { columns: heading ? byHeading(heading, people) : byContent([], people), heading, people };
}

const isHeading = ({ cells }: Row): boolean => {
  if (cells.some((cell) => cell.includes('@'))) return false;
  const known = cells.map(headingOf).filter((column) => column !== undefined);
  return known.includes('email') || known.includes('userName') || new Set(known).size >= 2;
};

/** "Name" over the names of pupils, alone or beside columns nobody knows; below a title where nobody has an address. */
function isOverNames(rows: readonly Row[], place: number): boolean {
  const { cells } = rows[place] as Row;
  if (hasAddress(rows[place] as Row) || (place > 0 && rows.some(hasAddress))) return false;
  const filled = cells.filter((cell) => cell !== '');
  if (place === 0 && filled.length === 1) return filled.every(saysName);
  const isRole = (at: number): boolean =>
    rows.some((row, other) => other !== place && roleIn(row.cells[at] ?? '') !== undefined);
  return cells.some((cell, at) => isPlainHeading(cell) && saysName(cell) && !isRole(at));
}

const saysSame = (row: Row, heading: Row): boolean =>
  row.cells.filter(Boolean).join().toLowerCase() === heading.cells.filter(Boolean).join().toLowerCase();
const hasAddress = ({ cells }: Row): boolean => cells.some((cell) => cell.includes('@'));
/** Not a title: one has no address, and over names alone it has a number, as classes and years do. */
const isPerson = (row: Row, byAddress: boolean): boolean =>
  byAddress ? hasAddress(row) : !row.cells.some((cell) => /\p{N}/u.test(cell));

const WITHOUT = 'For pupils who have none, write the heading "Name" above their names.';

function refuseNoList(people: readonly Row[]): void {
  if (people.every(({ cells }) => cells.length < 2))
    throw invalid('csv', `This list has one column. Each line needs an address and a name. ${WITHOUT}`);
  if (!people.some(({ cells }) => cells.some((cell) => cell.includes('@'))))
    throw invalid('csv', `No line of this list has an email address. ${WITHOUT}`);
}

function byHeading({ cells }: Row, people: readonly Row[]): Columns {
  const plain = cells.map((cell) => (isPlainHeading(cell) ? headingOf(cell) : null) ?? null);
  for (const column of ['email', 'userName', 'name', 'first', 'last', 'role'] as const) {
    if (plain.filter((other) => other === column).length > 1)
      throw invalid('csv', twoColumns(cells.filter((_, at) => plain[at] === column)));
  }
  const found = [...plain];
  for (const [at, cell] of cells.entries()) {
    const column = headingOf(cell) ?? null;
    if (!found.includes(column)) found[at] = column;
  }
  return byContent(inPairs(withLogins(found, people)), people);
}

const twoColumns = ([one = '', other = '']: readonly string[]): string =>
  one === other
    ? `Two columns are called "${one}". Leave one of them.`
    : `"${one}" and "${other}" say the same. Leave one of these columns.`;

/** Where people sign in with their addresses, the user names are those. The number that a state gives a child is none. */
function withLogins(found: Columns, people: readonly Row[]): Columns {
  const at = found.indexOf('userName');
  if (at < 0) return found;
  const logins = people.map(({ cells }) => cells[at] ?? '').filter((cell) => cell !== '');
  const are = (signs: RegExp): boolean => logins.filter((cell) => signs.test(cell)).length * 2 > logins.length;
  const instead = are(PUPIL_NUMBER) ? null : are(/@/) && !found.includes('email') ? 'email' : 'userName';
  return found.map((column) => (column === 'userName' ? instead : column));
}

/** "UPN" of England and Wales, which Microsoft calls a user principal name. */
const PUPIL_NUMBER = /^[A-Z]\d{11}[A-Z\d]$/i;

/** Beside a first name, "Name" is the family name; beside a family name it is the first. */
function inPairs(found: Columns): Columns {
  if (found.includes('first') === found.includes('last')) return found;
  const other = found.includes('first') ? 'last' : 'first';
  return found.map((column) => (column === 'name' ? other : column));
}

/** Fills in what no heading says: the address has an @, a role is one of a few words, and names have letters. */
function byContent(found: Columns, people: readonly Row[]): Columns {
  const width = Math.max(found.length, ...people.map(({ cells }) => cells.length), 0);
  const columns = Array.from({ length: width }, (_, at): Column | null => found[at] ?? null);
  const share = (at: number, test: (cell: string) => boolean): number => {
    const filled = people.map(({ cells }) => cells[at] ?? '').filter((cell) => cell !== '');
    return filled.length === 0 ? 0 : filled.filter(test).length / filled.length;
  };
  const free = (): number[] => [...columns.keys()].filter((at) => columns[at] === null);
  const take = (column: Column, at: number | undefined) => {
    if (at !== undefined) columns[at] = column;
  };
  if (!columns.includes('email')) {
    const shares = free().map((at) => ({ at, share: share(at, (cell) => cell.includes('@')) }));
    take('email', shares.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share || a.at - b.at)[0]?.at);
  }
  if (!columns.includes('role'))
    take(
      'role',
      free().find((at) => share(at, (cell) => roleIn(cell) !== undefined) > 0.5),
    );
  if (!columns.some((column) => column && NAMES.includes(column))) {
    const written = free().filter((at) => share(at, (cell) => /\p{L}/u.test(cell) && !cell.includes('@')) > 0.5);
    const likely = written.filter((at) => share(at, isNameLike) > 0.5);
    const names = likely.length > 0 ? likely : written;
    const whole = names.find((at) => share(at, (cell) => /\S[\s,]+\S/.test(cell)) > 0.5);
    if (names.length < 2 || whole !== undefined) take('name', whole ?? names[0]);
    else for (const [at, column] of inOrder(names, people).entries()) take(column, names[at]);
  }
  return columns;
}

/** Which of two columns of names holds the family name: in most languages the second. */
function inOrder(names: readonly number[], people: readonly Row[]): readonly Column[] {
  const parts = people.flatMap(({ cells }) => names.slice(0, 2).map((at) => cells[at] ?? '')).filter(Boolean);
  return isFamilyFirst(...parts) ? ['last', 'first'] : ['first', 'last'];
}

/** Neither a class (7B) nor a number of the school's (AB1234). */
const isNameLike = (cell: string): boolean => {
  const count = (signs: RegExp): number => cell.match(signs)?.length ?? 0;
  return isFamilyFirst(cell) || count(/\p{L}/gu) > Math.max(1, count(/\p{N}/gu));
};
