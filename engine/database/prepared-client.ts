import { hash } from 'node:crypto';
import pg from 'pg';
import { rowCheck } from './row.ts';

type Callback = (error: unknown, ...answer: unknown[]) => void;

/** More are sent as they come: lists of many lengths must not fill the memory of PostgreSQL. */
const MOST_PREPARED = 1_000;

/** A connection that has PostgreSQL prepare each statement with values once, under a name made of its text. */
export class PreparedClient extends pg.Client {
  readonly #names = new Map<string, string>();
  #edition = 0;

  // pg.Client.query has a dozen overloads, and every one of them may come: the pool is given what it would be given.
  override query(...args: unknown[]): never {
    const callback = args.at(-1);
    if (typeof callback === 'function') args[args.length - 1] = this.#watching(callback as Callback);
    const answer: unknown = super.query(...(this.#prepared(args) as [string]));
    if (!(answer instanceof Promise)) return answer as never;
    answer.catch((error) => this.#noteError(error));
    return (rowCheck() ? answer.then((result) => checked(args[0], result)) : answer) as never;
  }

  #prepared(args: unknown[]): unknown[] {
    const [text, values, ...rest] = args;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return args;
    const name = this.#names.get(text) ?? `${nameOf(text)}${this.#edition}`;
    if (!this.#names.has(text) && this.#names.size >= MOST_PREPARED) return args;
    this.#names.set(text, name);
    return [{ name, text, values }, ...rest];
  }

  #watching(callback: Callback): Callback {
    return (error, ...answer) => {
      this.#noteError(error);
      callback(error, ...answer);
    };
  }

  /** A table was altered: every statement that was prepared before fails from now on. New names have it prepared again. */
  #noteError(error: unknown): void {
    if (!isOutdated(error)) return;
    this.#names.clear();
    this.#edition += 1;
  }
}

function checked<T>(query: unknown, result: T): T {
  if (typeof query === 'string') rowCheck()?.check(query, (result as { fields?: pg.FieldDef[] }).fields ?? []);
  return result;
}

const isOutdated = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === '0A000' && /cached plan/.test(error.message);

const nameOf = (text: string): string => hash('sha1', text).slice(0, 16);
