import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { type RowOf, rowCheck, type Shape } from './row.ts';

/** What travels beside a statement. A list is one value: compare with `= any(${ids}::uuid[])`, never with `in (…)`. */
export type Value = string | number | boolean | bigint | Date | Uint8Array | null | readonly Value[];

/** A statement, or a part of one: its text between its values. `Row` is what each row of the answer looks like. */
export class Sql<out Row = unknown> {
  declare readonly row?: Row;
  /** One more than there are values. */
  readonly pieces: readonly string[];
  readonly values: readonly Value[];
  readonly shape: Shape | undefined;

  constructor(pieces: readonly string[], values: readonly Value[], shape?: Shape) {
    this.pieces = pieces;
    this.values = values;
    this.shape = shape;
  }

  /** As PostgreSQL wants it, with `$1`, `$2` … where the values stand. */
  get text(): string {
    return this.pieces.reduce((text, piece, place) => `${text}$${place}${piece}`);
  }
}

/**
 * SQL whose values never become part of its text: `${value}` is sent beside it, `${part}`, itself made by `sql`, becomes
 * part of it. So no value can be read as SQL, and one text, which every connection keeps prepared, serves all values.
 * ``sql({ id: uuid })`…` `` declares the columns of the answer, and tests hold the answer against them.
 */
export function sql<Row>(words: TemplateStringsArray, ...given: Given): Sql<Row>;
export function sql<S extends Shape>(shape: S): (words: TemplateStringsArray, ...given: Given) => Sql<RowOf<S>>;
export function sql(first: TemplateStringsArray | Shape, ...given: Given): unknown {
  if (Array.isArray(first)) return made(first as unknown as TemplateStringsArray, given);
  return (words: TemplateStringsArray, ...more: Given) => made(words, more, first as Shape);
}

type Given = readonly (Value | Sql)[];

function made(words: TemplateStringsArray, given: Given, shape?: Shape): Sql {
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
  return new Sql(pieces, values, shape);
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
  if (statement.shape) rowCheck()?.declare(statement.text, statement.shape);
  if ('execute' in on) return on.execute(statement as never);
  return (await on.query(statement.text, [...statement.values])).rows;
}
