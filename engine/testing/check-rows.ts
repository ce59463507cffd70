import type { Field, RowCheck, Shape } from '../database/row.ts';

/** Environment variable with the columns that are never null, set by `global-setup.ts`: `table.column` by their numbers. */
export const NEVER_NULL = 'HOMEROOM_TEST_NEVER_NULL';

/**
 * Compares the first answer to each statement with the shape that the statement declares, and fails the call. Of a column
 * that was computed it cannot know whether it may be null, nor of a table that an outer join left out.
 */
export class CheckRows implements RowCheck {
  readonly #shapes = new Map<string, Shape>();
  readonly #checked = new Set<string>();
  #failed: string[] = [];
  readonly #neverNull: ReadonlySet<string>;
  readonly #tables: ReadonlySet<string>;

  /** @param neverNull columns as `table.column`, by their numbers, of all tables whose columns are known */
  constructor(neverNull: readonly string[]) {
    this.#neverNull = new Set(neverNull);
    this.#tables = new Set(neverNull.map((column) => column.split('.')[0] as string));
  }

  declare(text: string, shape: Shape): void {
    this.#shapes.set(text, shape);
  }

  check(text: string, fields: readonly Field[]): void {
    const shape = this.#shapes.get(text);
    if (!shape || fields.length === 0 || this.#checked.has(text)) return;
    this.#checked.add(text);
    const problems = [...missing(shape, fields), ...fields.flatMap((field) => this.#problem(shape, field))];
    if (problems.length === 0) return;
    this.#failed.push(`${problems.join(' ')} The statement: ${text}`);
    throw new Error(this.#failed.at(-1));
  }

  /** What failed since it was asked last: a hook or job that failed by it may have been only logged. */
  takeFailed(): readonly string[] {
    const failed = this.#failed;
    this.#failed = [];
    return failed;
  }

  #problem(shape: Shape, { name, dataTypeID, tableID, columnID }: Field): string[] {
    const column = shape[name];
    if (!column) return [`The answer has a column "${name}": declare it, or leave it out of the statement.`];
    if (!column.types.includes(dataTypeID))
      return [`Column "${name}" is declared as ${column.name} and is of type ${dataTypeID}: declare that, or cast it.`];
    const isKnown = this.#tables.has(String(tableID));
    if (column.mayBeNull || !isKnown || this.#neverNull.has(`${tableID}.${columnID}`)) return [];
    return [
      `Column "${name}" may be null: declare ${column.name}.orNull, or write coalesce(…) where the statement lets none through.`,
    ];
  }
}

const missing = (shape: Shape, fields: readonly Field[]): string[] =>
  Object.keys(shape)
    .filter((name) => !fields.some((field) => field.name === name))
    .map((name) => `The answer has no column "${name}": select it, or do not declare it.`);
