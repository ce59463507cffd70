/** What a column of an answer is: the types of PostgreSQL it may have, by their numbers, and what they arrive as. */
export class Column<out T> {
  declare readonly arrives?: T;
  readonly name: string;
  readonly types: readonly number[];
  readonly mayBeNull: boolean;

  constructor(name: string, types: readonly number[], mayBeNull = false) {
    this.name = name;
    this.types = types;
    this.mayBeNull = mayBeNull;
  }

  get orNull(): Column<T | null> {
    return new Column(`${this.name}.orNull`, this.types, true);
  }
}

/** The columns of a row, by name. Tests hold each answer against the shape that its statement declares. */
export type Shape = Readonly<Record<string, Column<unknown>>>;
export type RowOf<S extends Shape> = { readonly [K in keyof S]: S[K] extends Column<infer T> ? T : never };

export const uuid = new Column<string>('uuid', [2950]);
export const string = new Column<string>('string', [25, 1043, 19, 1042]);
export const bool = new Column<boolean>('bool', [16]);
export const int4 = new Column<number>('int4', [21, 23]);
export const float8 = new Column<number>('float8', [701]);
/** Arrives as text: a number of JavaScript does not hold it. */
export const int8 = new Column<string>('int8', [20, 1700]);
export const uuids = new Column<string[]>('uuids', [2951]);
const JSON_TYPES = [114, 3802];
/** What is in it, its statement alone knows. */
export const json = <T>(): Column<T> => new Column('json<…>()', JSON_TYPES);

/** Holds answers against what their statements declare. Only tests set one. */
export interface RowCheck {
  declare(text: string, shape: Shape): void;
  /** @throws Error naming the column and the cure */
  check(text: string, fields: readonly Field[]): void;
}
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  /** Table and number of the column it is of; 0 for what was computed. */
  readonly tableID: number;
  readonly columnID: number;
}

let current: RowCheck | null = null;
export const rowCheck = (): RowCheck | null => current;
export const setRowCheck = (check: RowCheck): void => {
  current = check;
};
