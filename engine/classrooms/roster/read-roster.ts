import { z } from 'zod';
import { invalid } from '../../errors/domain-error.ts';
import { addressIn, isFamilyFirst, isLastFirst, turned } from './cells.ts';
import { type Columns, findColumns } from './columns.ts';
import { DELIMITERS, type Delimiter } from './delimiters.ts';
import { MOST_CHARACTERS, MOST_LINES, TOO_MANY } from './limits.ts';
import { readTable } from './table.ts';
import { COLUMNS, type Column, saysFamilyFirst } from './words.ts';

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
  const cell = (column: Column): string => cells[columns.indexOf(column)] ?? '';
  const { address, name } = addressIn(cell('email'));
  const parts = [cell('first'), cell('middle'), cell('last')];
  // Under "Pupil" or "Leerling" some schools have numbers.
  const whole = [cell('name'), cell('lastFirst')].find((written) => /\p{L}/u.test(written));
  const called = whole || inOrder(parts, familyFirst) || name || cell('name');
  return { email: address, userName: cell('userName'), name: called, role: cell('role') };
}

function inOrder([first = '', middle = '', last = '']: readonly string[], familyFirst: boolean): string {
  if (isFamilyFirst(first, last)) return `${last}${middle}${first}`;
  const parts = familyFirst ? [last, middle, first] : [first, middle, last];
  return parts.filter(Boolean).join(' ');
}

function areLastFirst(names: readonly string[]): boolean {
  const given = names.filter((name) => name !== '');
  return given.length > 0 && given.every(isLastFirst);
}
