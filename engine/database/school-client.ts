import { hash } from 'node:crypto';
import pg from 'pg';

/** More are sent as they come: lists of many lengths must not fill the memory of PostgreSQL. */
const MOST_PREPARED = 1_000;
const DONE = { command: '', rowCount: null, oid: 0, fields: [], rows: [] };

/**
 * The connection of a unit of work. Three things differ from a plain one:
 *
 * A transaction begins and names its school in one round trip instead of two: BEGIN is kept back until the next
 * statement, and when that one names the school the two leave as a single simple query. What it knows of MikroORM is its
 * statements, by their text; any other goes through as it came, after BEGIN.
 *
 * A statement with values is prepared once.
 *
 * A rollback always succeeds: on a lost connection the server has done it already. Kysely gives a connection back to the
 * pool after a rollback that succeeded and never after one that failed, so a restart of the server would use up the pool.
 */
export class SchoolClient extends pg.Client {
  /** The statement that begins a transaction, while it is kept back. */
  #begin: string | null = null;

  readonly #names = new Map<string, string>();
  #edition = 0;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // The statement under way is rejected when the connection is lost; unheard, the event would end the process as well.
    this.on('error', () => undefined);
  }

  // pg.Client.query has a dozen overloads, and every one of them may come: the pool is given what it would be given.
  override query(...args: unknown[]): never {
    return this.#send(args) as never;
  }

  #send(args: unknown[]): unknown {
    const [text, values] = args;
    const awaited = typeof args.at(-1) !== 'function';
    if (awaited && beginsTransaction(text)) {
      this.#begin = text;
      return Promise.resolve(DONE);
    }
    if (this.#begin) {
      const begin = this.#begin;
      this.#begin = null;
      if (namesSchool(text, values)) return super.query(`${begin}; ${this.#naming(values[1])}`);
      // Work that believes itself in a transaction must not run outside of one: it fails with the connection.
      super.query(begin).catch(() => this.#giveUp());
    }
    if (awaited && text === 'rollback') return super.query('rollback').catch(() => this.#giveUp());
    const answer: unknown = super.query(...(this.#prepared(args) as [string]));
    if (answer instanceof Promise) answer.catch((error) => isOutdated(error) && this.#prepareAgain());
    return answer;
  }

  /** A statement that brings its values beside its text is prepared once, under a name made of the text. */
  #prepared(args: unknown[]): unknown[] {
    const [text, values, ...rest] = args;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return args;
    const name = this.#names.get(text) ?? `${nameOf(text)}${this.#edition}`;
    if (!this.#names.has(text) && this.#names.size >= MOST_PREPARED) return args;
    this.#names.set(text, name);
    return [{ name, text, values }, ...rest];
  }

  /** A table was altered: every statement that was prepared before fails from now on. New names have it prepared again. */
  #prepareAgain(): void {
    this.#names.clear();
    this.#edition += 1;
  }

  #naming(schoolId: string): string {
    return `select set_config('app.school', ${this.escapeLiteral(schoolId)}, true)`;
  }

  /** Ending, it is not handed out again by the pool. */
  #giveUp(): typeof DONE {
    this.end().catch(() => undefined);
    this.connection.stream.destroy();
    return DONE;
  }
}

const isOutdated = (error: unknown): boolean =>
  (error as { code?: unknown }).code === '0A000' && /cached plan/.test((error as Error).message);

const nameOf = (text: string): string => hash('sha1', text).slice(0, 16);

const beginsTransaction = (text: unknown): text is string =>
  typeof text === 'string' && (text === 'begin' || text.startsWith('start transaction'));

const namesSchool = (text: unknown, values: unknown): values is [string, string] =>
  text === 'select set_config($1, $2, true)' &&
  Array.isArray(values) &&
  values[0] === 'app.school' &&
  typeof values[1] === 'string';
