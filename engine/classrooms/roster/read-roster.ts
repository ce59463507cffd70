import { z } from 'zod';
import { invalid } from '../../errors/domain-error.ts';
import { ADDRESS, addressIn, isFamilyFirst, isLastFirst, turned } from './cells.ts';
import { type Columns, findColumns } from './columns.ts';
import { DELIMITERS, type Delimiter } from './delimiters.ts';
import { MOST_CHARACTERS, MOST_LINES, TOO_MANY } from './limits.ts';
import { readTable } from './table.ts';
import { COLUMNS, type Column, NAMES, saysFamilyFirst } from './words.ts';

/** A list as text, and how to read it where that is not found rightly. */
export const RosterText = z.strictObject({
  csv: z.string().max(MOST_CHARACTERS, TOO_MANY),
  delimiter: z.enum(DELIMITERS).optional(),
  columns: z.array(z.enum(COLUMNS).nullable()).max(100).optional(),
  /** Whether `Jansen, Piet` is Piet Jansen. */
  lastFirst: z.boolean().optional(),
});
export type RosterText = z.output<typeof RosterText>;

/** Somebody on a list, as it says: nothing is checked yet. */
export interface ListedPerson {
  readonly line: number;
  /** Empty for somebody who has none. */
  readonly email: string;
  readonly userName: string;
  readonly name: string;
  readonly role: string;
}

export interface ReadRoster {
  readonly delimiter: Delimiter | null;
  readonly columns: Columns;
  /** The cells of the heading; null when the list has none. */
  readonly heading: readonly string[] | null;
  readonly lastFirst: boolean;
  readonly people: readonly ListedPerson[];
}

/**
 * Reads a class list: any order of columns, any usual delimiter, `Name <mail>`, with a heading or without.
 * @throws DomainError `invalid`, naming the field `csv`, when it is no list at all
 */
export function readRoster({ csv, delimiter: given, columns: told, lastFirst }: RosterText): ReadRoster {
  const { delimiter, rows } = readTable(csv, given);
  const { columns, heading, people } = findColumns(rows, told);
  if (people.length > MOST_LINES) throw invalid('csv', TOO_MANY);
  const familyFirst = saysFamilyFirst(heading?.cells[columns.indexOf('last')] ?? '');
  const listed = people.map(({ line, cells }) => ({ line, ...personIn(cells, columns, familyFirst) }));
  const turn = lastFirst ?? (columns.includes('lastFirst') || areLastFirst(listed.map(({ name }) => name)));
  const named = turn ? listed.map((person) => ({ ...person, name: turned(person.name) })) : listed;
  return { delimiter, columns, heading: heading?.cells ?? null, lastFirst: turn, people: named };
}

function personIn(cells: readonly string[], columns: Columns, familyFirst: boolean): Omit<ListedPerson, 'line'> {
  const { mail, placed } = withAddress(cells, columns);
  const cell = (column: Column): string => placed[columns.indexOf(column)] ?? '';
  const { address, name } = addressIn(mail);
  const parts = [cell('first'), cell('middle'), cell('last')];
  // Under "Pupil" or "Leerling" some schools have numbers.
  const whole = [cell('name'), cell('lastFirst')].find((written) => /\p{L}/u.test(written));
  const called = whole || inOrder(parts, familyFirst) || name || cell('name');
  return { email: address, userName: cell('userName'), name: called, role: cell('role') };
}

/** The address, also where it stands in the column of a name, as when a cell was left out: the two are exchanged then. */
function withAddress(cells: readonly string[], columns: Columns): { mail: string; placed: readonly string[] } {
  const mail = cells[columns.indexOf('email')] ?? '';
  const [other, ...more] = cells.flatMap((cell, at) => (isName(columns[at]) && ADDRESS.test(cell) ? [at] : []));
  if (mail.includes('@') || other === undefined || more.length > 0) return { mail, placed: cells };
  return { mail: cells[other] ?? '', placed: cells.with(other, mail) };
}

const isName = (column: Column | null | undefined): boolean => !!column && NAMES.includes(column);

function inOrder([first = '', middle = '', last = '']: readonly string[], familyFirst: boolean): string {
  if (isFamilyFirst(first, last)) return `${last}${middle}${first}`;
  const parts = familyFirst ? [last, middle, first] : [first, middle, last];
  return parts.filter(Boolean).join(' ');
}

/** More than half of them are. The others stay as they are: a single name, or one that somebody added by hand. */
function areLastFirst(names: readonly string[]): boolean {
  const given = names.filter((name) => name !== '');
  return given.filter(isLastFirst).length * 2 > given.length;
}
