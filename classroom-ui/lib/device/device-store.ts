import type { DeviceStorage, PluginStorage } from '../../../engine/client.ts';
import { lazy } from '../kit/lazy.svelte.ts';
import { claimStorage, clearOwn } from '../storage.ts';
import { databasePart, PATIENCE_MS, within } from './patience.ts';
import type { Change, SealedDatabase, Table } from './sealed-database.ts';

const sealPart = lazy(() => import('./seal.ts'));
const removalPart = lazy(() => import('./removal.ts'));

export type { SmallChange as Change };

/** Tables that are read once and then stand in memory: their rows are short. */
type SmallTable = Exclude<Table, 'plugins'>;
type SmallChange = Change & { readonly table: SmallTable };
const SMALL = ['outbox', 'drafts'] as const;
type Hear = (table: SmallTable, key: string) => void;

/** A room that is drawn slowly must not have to share a slow line with this; who stays on the list of rooms waits as long. */
export const LATEST_MS = 5_000;

/**
 * What this device stores for the person who is signed in: sealed, in a database of their own. Where the browser has no
 * WebCrypto (a page over plain HTTP) or denies its storage (another site's frame), everything lasts as long as the page.
 */
export class DeviceStore {
  /** Settled once what was stored can be read; never fails. */
  ready: Promise<void>;
  #isReady: () => void = () => {};
  #own: { readonly name: string; readonly key: string } | null = null;
  #opening: Promise<void> | undefined;
  /** It was tried to open it: from here on what is read goes to those who listen, too. */
  #wasTried = false;
  /** Of the same account, in other schools. */
  #others: readonly string[] = [];
  #database: SealedDatabase | null = null;
  #channel: BroadcastChannel | undefined;
  #cleared = false;
  /** Removed: the person signed out in another tab, and nothing of theirs is stored again. */
  #isLost = false;
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
    if (this.#own !== null) return;
    this.#own = { name, key };
    setTimeout(() => {
      void this.open();
      void sweep();
    }, LATEST_MS);
  }

  /** Opens it, or tries again what could not be opened before. Never fails. */
  async open(): Promise<void> {
    if (this.#cleared || this.#isLost || this.#database || !this.#own) return;
    const { name, key } = this.#own;
    this.#opening ??= this.#open(name, key).finally(() => {
      this.#opening = undefined;
      this.#wasTried = true;
      this.#isReady();
    });
    await this.#opening;
  }

  /** Tells this person's locks from others'. */
  get name(): string {
    return this.#own?.name ?? '';
  }

  /** The storages of this account: this school's first, then its other schools'. */
  get names(): readonly string[] {
    return this.#own ? [this.#own.name, ...this.#others] : [];
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
    this.#lose();
    this.#waiting.clear();
    for (const rows of Object.values(this.#rows)) rows.clear();
    // What cannot be removed now is found again by what localStorage has of it, when the page is next loaded.
    await removalPart().then(
      ({ removeStorages }) => removeStorages(this.names),
      () => {},
    );
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
    try {
      if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return;
      const [{ SealedDatabase }, { importKey }] = await Promise.all([databasePart(), sealPart()]);
      const opening = importKey(key).then((imported) => SealedDatabase.open(name, imported, () => this.#lose()));
      const database = await within(PATIENCE_MS, opening);
      this.#listen(name);
      if (this.#wasTried) this.#keepWritten();
      await this.#readAll(database);
      this.#database = database;
      if (this.#wasTried) this.#tellAll();
    } catch {
      // Denied, broken or too slow: the page gets on without it.
    }
  }

  async #readAll(database: SealedDatabase): Promise<void> {
    for (const table of SMALL) {
      const stored = await database.readAll(table);
      for (const [key, value] of stored) if (!this.#waiting.has(`${table} ${key}`)) this.#rows[table].set(key, value);
    }
  }

  /** What was written while there was no database stands above what it holds. */
  #keepWritten(): void {
    for (const table of SMALL)
      for (const [key, value] of this.#rows[table]) this.#waiting.set(`${table} ${key}`, { table, key, value });
  }

  #tellAll(): void {
    void this.write();
    for (const table of SMALL) for (const key of this.#rows[table].keys()) this.#tell(table, key);
  }

  #tell(table: SmallTable, key: string): void {
    for (const hear of this.#hearers) hear(table, key);
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
      try {
        const value = await this.fresh(table, key);
        if (this.#cleared) return;
        this.#remember({ table, key, value });
        this.#tell(table, key);
      } catch {
        // What cannot be read now is not removed: it stays as this tab knows it.
      }
    }
  }

  #lose(): void {
    this.#isLost = true;
    this.#database?.close();
    this.#database = null;
    this.#channel?.close();
  }
}

/** What nobody came back for, and what earlier versions wrote in clear. */
export const sweep = (): Promise<void> => removalPart().then(({ removeForgotten }) => removeForgotten());

export const device = new DeviceStore();
