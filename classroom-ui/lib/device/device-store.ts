import type { DeviceStorage, PluginStorage } from '../../../engine/client.ts';
import { lazy } from '../kit/lazy.svelte.ts';
import { claimStorage, clearOwn, removeAllOf, removeUnowned, unclaimedStorages } from '../storage.ts';
import type { Change, SealedDatabase, Table } from './sealed-database.ts';

const databasePart = lazy(() => import('./sealed-database.ts'));
const sealPart = lazy(() => import('./seal.ts'));

export type { SmallChange as Change };

/** Tables that are read once and then stand in memory: their rows are short. */
type SmallTable = Exclude<Table, 'plugins'>;
type SmallChange = Change & { readonly table: SmallTable };
type Hear = (table: SmallTable, key: string) => void;

/** A browser that does not open the database in this time gets on without it. */
const PATIENCE_MS = 3_000;
/** A room that is drawn slowly must not have to share a slow line with this; who stays on the list of rooms waits as long. */
const LATEST_MS = 5_000;

/**
 * What this device stores for the person who is signed in: sealed, in a database of their own. Where the browser has no
 * WebCrypto (a page over plain HTTP) or denies its storage (another site's frame), everything lasts as long as the page.
 */
export class DeviceStore {
  /** Settled once what was stored can be read; never fails. */
  ready: Promise<void>;
  #isReady: () => void = () => {};
  #openLater: (() => void) | undefined;
  #name: string | null = null;
  /** Of the same account, in other schools. */
  #others: readonly string[] = [];
  #database: SealedDatabase | null = null;
  #channel: BroadcastChannel | undefined;
  #cleared = false;
  readonly #rows: Readonly<Record<SmallTable, Map<string, unknown>>> = { outbox: new Map(), drafts: new Map() };
  /** Not written yet: the newest change of each row. */
  #waiting = new Map<string, SmallChange>();
  #flushing: Promise<void> | undefined;
  readonly #ofPlugins = new Map<string, PluginStorage>();
  #pluginWrites: Promise<void> = Promise.resolve();
  readonly #hearers = new Set<Hear>();

  constructor() {
    this.ready = new Promise((done) => {
      this.#isReady = done;
    });
  }

  /**
   * Takes the storage of the person whom the session names. The first call counts: another person gets another page. It is
   * opened by `open`, once nothing more urgent is on its way, and else a little later.
   */
  start({ name, key, others }: DeviceStorage): void {
    if (this.#cleared) return;
    claimStorage(name);
    this.#others = others;
    if (this.#name !== null) return;
    this.#name = name;
    void sweep();
    this.#openLater = () => void this.#open(name, key).finally(this.#isReady);
    setTimeout(() => this.open(), LATEST_MS);
  }

  open(): void {
    this.#openLater?.();
    this.#openLater = undefined;
  }

  /** Tells this person's locks from others'. */
  get name(): string {
    return this.#name ?? '';
  }

  /** Whether everything would still be there after a reload. */
  get isSafe(): boolean {
    return (
      this.#waiting.size === 0 &&
      (this.#database !== null || (this.#rows.outbox.size === 0 && this.#rows.drafts.size === 0))
    );
  }

  get<T>(table: SmallTable, key: string): T | undefined {
    return this.#rows[table].get(key) as T | undefined;
  }

  all<T>(table: SmallTable): ReadonlyMap<string, T> {
    return this.#rows[table] as ReadonlyMap<string, T>;
  }

  /** A row as it is now, also when another tab wrote it in this moment. */
  async fresh<T>(table: SmallTable, key: string): Promise<T | undefined> {
    await this.ready;
    const waiting = this.#waiting.get(`${table} ${key}`);
    if (waiting) return waiting.value as T | undefined;
    if (this.#database) return (await this.#database.read(table, key)) as T | undefined;
    return this.get<T>(table, key);
  }

  /**
   * Writes all of them, or none: at once in memory, settled once they would survive the page, or cannot. Never fails: what
   * the browser has no room for stays in memory and is tried again with the next change.
   */
  write(...changes: readonly SmallChange[]): Promise<void> {
    if (this.#cleared) return Promise.resolve();
    for (const change of changes) {
      this.#remember(change);
      this.#waiting.set(`${change.table} ${change.key}`, change);
    }
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** Hears of rows that another tab of this person wrote, once `get` answers them. */
  onChange(hear: Hear): () => void {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  /** Removes everything of this account from this browser, of its other schools too; this page stores nothing any more. */
  async clear(): Promise<void> {
    this.#cleared = true;
    const own = this.#name === null ? [] : [this.#name];
    this.#lose();
    this.#waiting.clear();
    for (const rows of Object.values(this.#rows)) rows.clear();
    await Promise.all([clearCaches(), ...[...own, ...this.#others].map(removeStorage)]);
    clearOwn();
  }

  /** A plugin's own rows. They may be long files: each is written by itself, and none keeps a message waiting. */
  ofPlugin(plugin: string): PluginStorage {
    const known = this.#ofPlugins.get(plugin) ?? this.#makeFor(plugin);
    this.#ofPlugins.set(plugin, known);
    return known;
  }

  #makeFor(plugin: string): PluginStorage {
    const rowOf = (key: string) => `${plugin} ${key}`;
    return {
      read: (key) => this.#try((database) => database.read('plugins', rowOf(key)), undefined),
      write: (changes) => {
        const rows = Object.entries(changes).map(([key, value]) => ({
          table: 'plugins' as const,
          key: rowOf(key),
          value,
        }));
        this.#pluginWrites = this.#pluginWrites.then(() => this.#try((database) => database.write(rows), undefined));
        return this.#pluginWrites;
      },
      keys: (prefix) =>
        this.#try(async (database) => {
          const keys = await database.keys('plugins', rowOf(prefix));
          return keys.map((key) => key.slice(rowOf('').length));
        }, []),
    };
  }

  async #try<T>(act: (database: SealedDatabase) => Promise<T>, otherwise: T): Promise<T> {
    await this.ready;
    try {
      return this.#database ? await act(this.#database) : otherwise;
    } catch {
      return otherwise; // Denied, full, or taken away with the sign-out.
    }
  }

  async #open(name: string, key: string): Promise<void> {
    if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return;
    try {
      const [{ SealedDatabase }, { importKey }] = await Promise.all([databasePart(), sealPart()]);
      const opening = importKey(key).then((imported) => SealedDatabase.open(name, imported, () => this.#lose()));
      const database = await within(PATIENCE_MS, opening);
      this.#listen(name);
      await this.#readAll(database);
      this.#database = database;
    } catch {
      // Denied, broken or too slow: the page gets on without it.
    }
  }

  async #readAll(database: SealedDatabase): Promise<void> {
    for (const table of ['outbox', 'drafts'] as const) {
      const stored = await database.readAll(table);
      for (const [key, value] of stored) if (!this.#waiting.has(`${table} ${key}`)) this.#rows[table].set(key, value);
    }
  }

  async #flush(): Promise<void> {
    await this.ready;
    while (this.#waiting.size > 0) {
      const taken = this.#waiting;
      this.#waiting = new Map();
      if (!this.#database) return;
      try {
        await this.#database.write([...taken.values()]);
        this.#channel?.postMessage([...taken.values()].map(({ table, key }) => [table, key]));
      } catch {
        this.#waiting = new Map([...taken, ...this.#waiting]);
        return;
      }
    }
  }

  #remember({ table, key, value }: SmallChange): void {
    if (value === undefined) this.#rows[table].delete(key);
    else this.#rows[table].set(key, value);
  }

  #listen(name: string): void {
    if (!globalThis.BroadcastChannel) return;
    this.#channel = new BroadcastChannel(`homeroom ${name}`);
    this.#channel.onmessage = ({ data }: MessageEvent<[SmallTable, string][]>) => void this.#hear(data);
  }

  async #hear(changed: readonly [SmallTable, string][]): Promise<void> {
    for (const [table, key] of changed) {
      const value = await this.fresh(table, key).catch(() => undefined);
      if (this.#cleared) return;
      this.#remember({ table, key, value });
      for (const hear of this.#hearers) hear(table, key);
    }
  }

  #lose(): void {
    this.#database?.close();
    this.#database = null;
    this.#channel?.close();
  }
}

/** What nobody came back for, and what earlier versions wrote in clear. */
export async function sweep(): Promise<void> {
  removeUnowned();
  for (const name of unclaimedStorages()) await removeStorage(name);
  try {
    indexedDB.deleteDatabase('attachments');
  } catch {
    // Denied: there was nothing to remove.
  }
}

/** What cannot be removed now is found again by what localStorage has of it, when the page is next loaded. */
async function removeStorage(name: string): Promise<void> {
  try {
    if (globalThis.indexedDB) await within(PATIENCE_MS, (await databasePart()).SealedDatabase.remove(name));
    removeAllOf(name);
  } catch {
    // Denied, or another page holds it.
  }
}

async function clearCaches(): Promise<void> {
  try {
    sessionStorage.clear();
    for (const name of await caches.keys()) await caches.delete(name);
  } catch {
    // Denied: there was nothing to remove.
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<never>((_, fail) => setTimeout(() => fail(new Error('too slow')), ms))]);
}

export const device = new DeviceStore();
