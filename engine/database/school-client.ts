import type pg from 'pg';
import { PreparedClient } from './prepared-client.ts';

const DONE = { command: '', rowCount: null, oid: 0, fields: [], rows: [] };

/**
 * The connection of a unit of work. Two things differ from any other:
 *
 * A transaction begins and names its school in one round trip instead of two: BEGIN is kept back until the next
 * statement, and when that one names the school the two leave as a single simple query. What it knows of MikroORM is its
 * statements, by their text; any other goes through as it came, after BEGIN.
 *
 * A rollback always succeeds: on a lost connection the server has done it already. Kysely gives a connection back to the
 * pool after a rollback that succeeded and never after one that failed, so a restart of the server would use up the pool.
 */
export class SchoolClient extends PreparedClient {
  /** The statement that begins a transaction, while it is kept back. */
  #begin: string | null = null;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // The statement under way is rejected when the connection is lost; unheard, the event would end the process as well.
    this.on('error', () => undefined);
  }

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
      if (namesSchool(text, values)) return this.#plain(`${begin}; ${this.#naming(values[1])}`);
      // Work that believes itself in a transaction must not run outside of one: it fails with the connection.
      this.#plain(begin).catch(() => this.#giveUp());
    }
    if (awaited && text === 'rollback') return this.#plain('rollback').catch(() => this.#giveUp());
    return super.query(...args);
  }

  #plain(text: string): Promise<unknown> {
    return super.query(text);
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

const beginsTransaction = (text: unknown): text is string =>
  typeof text === 'string' && (text === 'begin' || text.startsWith('start transaction'));

const namesSchool = (text: unknown, values: unknown): values is [string, string] =>
  text === 'select set_config($1, $2, true)' &&
  Array.isArray(values) &&
  values[0] === 'app.school' &&
  typeof values[1] === 'string';
