import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { isFileRow, type SealedRow, sealFile, sealValue, unsealFile, unsealValue } from './seal.ts';

export const TABLES = ['outbox', 'drafts', 'plugins'] as const;
export type Table = (typeof TABLES)[number];

/** One row, by its key; `undefined` removes it. A File is sealed with its name and its bytes. */
export interface Change {
  readonly table: Table;
  readonly key: string;
  readonly value: unknown;
}

const databaseName = (name: string): string => `homeroom ${name}`;

/**
 * One person's database in one school. Each row is sealed with the key that only this person's session is given, for its
 * place alone: a row that was put under another key opens no more than a forged one.
 */
export class SealedDatabase {
  readonly #database: IDBPDatabase;
  readonly #name: string;
  readonly #key: CryptoKey;

  private constructor(database: IDBPDatabase, name: string, key: CryptoKey) {
    this.#database = database;
    this.#name = name;
    this.#key = key;
  }

  /** @param onlost the person signed out in another tab, or the browser took the database away */
  static async open(name: string, key: CryptoKey, onlost: () => void): Promise<SealedDatabase> {
    const database = await openDB(databaseName(name), 1, {
      upgrade: (fresh) => {
        for (const table of TABLES) fresh.createObjectStore(table, { keyPath: 'key' });
      },
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        onlost();
      },
      terminated: onlost,
    });
    return new SealedDatabase(database, name, key);
  }

  /** The keys of a person's rows and how many files wait, which anybody may see; null where there is no such database. */
  static async rowsOf(name: string): Promise<{ outbox: string[]; drafts: string[]; files: number } | null> {
    let isThere = true;
    const opening = openDB(databaseName(name), undefined, {
      upgrade: (_database, _old, _new, transaction) => {
        isThere = false;
        void transaction.done.catch(() => {});
        transaction.abort();
      },
      blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
    });
    const database = await opening.catch((error) => {
      if (isThere) throw error;
    });
    if (!database) return null;
    const [outbox, drafts] = (await Promise.all([
      database.getAllKeys('outbox'),
      database.getAllKeys('drafts'),
    ])) as string[][];
    const rows = (await database.getAll('plugins')) as SealedRow[];
    database.close();
    return { outbox: outbox ?? [], drafts: drafts ?? [], files: rows.filter(isFileRow).length };
  }

  static remove(name: string): Promise<void> {
    return deleteDB(databaseName(name));
  }

  async read(table: Table, key: string): Promise<unknown> {
    return this.#open(table, await this.#database.get(table, key));
  }

  /** Every row that opens. */
  async readAll(table: Table): Promise<Map<string, unknown>> {
    const rows = (await this.#database.getAll(table)) as SealedRow[];
    const opened = await Promise.all(rows.map((row) => this.#open(table, row)));
    return new Map(rows.flatMap(({ key }, at) => (opened[at] === undefined ? [] : [[key, opened[at]]])));
  }

  async keys(table: Table, prefix: string): Promise<string[]> {
    return (await this.#database.getAllKeys(table, IDBKeyRange.bound(prefix, `${prefix}\uffff`))) as string[];
  }

  /** All of them, or none. */
  async write(changes: readonly Change[]): Promise<void> {
    const sealed = await Promise.all(changes.map((change) => this.#seal(change)));
    const transaction = this.#database.transaction([...new Set(changes.map(({ table }) => table))], 'readwrite');
    for (const [at, { table, key }] of changes.entries()) {
      const rows = transaction.objectStore(table);
      void (sealed[at] ? rows.put(sealed[at]) : rows.delete(key)).catch(() => {});
    }
    transaction.commit();
    await transaction.done;
  }

  close(): void {
    this.#database.close();
  }

  #place(table: Table, key: string): string {
    return `${this.#name}/${table}/${key}`;
  }

  async #seal({ table, key, value }: Change): Promise<SealedRow | null> {
    if (value === undefined) return null;
    const place = this.#place(table, key);
    return { key, ...(await (value instanceof File ? sealFile : sealValue)(value as File, this.#key, place)) };
  }

  async #open(table: Table, row: SealedRow | undefined): Promise<unknown> {
    if (!row) return undefined;
    const unseal = isFileRow(row) ? unsealFile : unsealValue;
    return unseal(row, this.#key, this.#place(table, row.key)).catch(() => undefined);
  }
}
