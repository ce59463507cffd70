import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';

/** What travels beside a statement. A list is one value: compare with `= any(${ids}::uuid[])`, never with `in (…)`. */
export type Value = string | number | boolean | bigint | Date | Uint8Array | null | readonly Value[];

/** A statement, or a part of one: its text between its values. `Row` is what each row of the answer looks like. */
export class Sql<out Row = unknown> {
  declare readonly row?: Row;
  /** One more than there are values. */
  readonly pieces: readonly string[];
  readonly values: readonly Value[];

  constructor(pieces: readonly string[], values: readonly Value[]) {
    this.pieces = pieces;
    this.values = values;
  }

  /** As PostgreSQL wants it, with `$1`, `$2` … where the values stand. */
  get text(): string {
    return this.pieces.reduce((text, piece, place) => `${text}$${place}${piece}`);
  }
}

/**
 * SQL whose values never become part of its text: `${value}` is sent beside it, `${part}`, itself made by `sql`, becomes
 * part of it. So no value can be read as SQL, and one text, which every connection keeps prepared, serves all values.
 */
export function sql<Row>(words: TemplateStringsArray, ...given: readonly (Value | Sql)[]): Sql<Row> {
  const pieces = [words[0] as string];
  const values: Value[] = [];
  const append = (piece: string): void => void pieces.push(`${pieces.pop()}${piece}`);
  for (const [place, one] of given.entries()) {
    const part = one instanceof Sql ? one : placeholder(one);
    append(part.pieces[0] as string);
    pieces.push(...part.pieces.slice(1));
    values.push(...part.values);
    append(words[place + 1] as string);
  }
  return new Sql<Row>(pieces, values);
}

const placeholder = (value: Value): Sql => new Sql(['', ''], [value]);

/** Words that are SQL already: for names and constants of our own code, never for anything a person or a school chose. */
export const text = (words: string | number): Sql => new Sql([String(words)], []);

/** Parts with SQL between them: `joined(rules, sql` or `)`. */
export const joined = (parts: readonly Sql[], between: Sql): Sql =>
  parts.slice(1).reduce((all, part) => sql`${all}${between}${part}`, parts[0] ?? text(''));

/** Runs a statement, in the transaction of an entity manager or on any connection of a pool. */
export async function run<Row>(
  on: Pick<EntityManager, 'execute'> | Pick<pg.Pool, 'query'>,
  statement: Sql<Row>,
): Promise<Row[]> {
  if ('execute' in on) return on.execute(statement as never);
  return (await on.query(statement.text, [...statement.values])).rows;
}
