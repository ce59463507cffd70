import type { Migration } from '@mikro-orm/migrations';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { connectTo, startupOptions } from './connection.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { OWNER_ROLE } from './roles.ts';
import { secureTables } from './secure-tables.ts';

export type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

/** The engine or a plugin: whoever changes the database under a name of its own. */
export interface MigrationOwner {
  /** `engine`, or a plugin's id. What it has run is noted in `migration_<name>`. */
  readonly name: string;
  readonly migrations: readonly MigrationClass[];
}

export interface MigrateOptions {
  readonly url: string;
  /** In this order. */
  readonly owners: readonly MigrationOwner[];
  /** False: the connecting role does all, and nothing is put under row-level security. */
  readonly rowSecurity?: boolean;
}

/** Any number, the same in every process. */
const LOCK = 7_261_001;

/**
 * Brings the database up to date: of each owner, what is missing, in one transaction; then rights and row-level security.
 * Of several processes that start at once one does it and the others wait. Throws DatabaseNotReady when the database has
 * been changed by a newer Homeroom than this.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const role = options.rowSecurity === false ? undefined : OWNER_ROLE;
  const client = await connectTo(options.url, role);
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const behind: MigrationOwner[] = [];
    for (const owner of options.owners) if (await isBehind(client, owner)) behind.push(owner);
    if (behind.length > 0) await withMigrator(options.url, role, (migrator) => runAll(behind, migrator));
    if (role) await secureTables(client);
  } finally {
    await client.end();
  }
}

/** Takes everything of one owner back, newest first; its rows are lost. For tests and for removing a plugin for good. */
export async function unmigrate(options: Omit<MigrateOptions, 'owners'> & { owner: MigrationOwner }): Promise<void> {
  const role = options.rowSecurity === false ? undefined : OWNER_ROLE;
  await withMigrator(options.url, role, async (migrator) => {
    await migrator(options.owner).down({ to: 0 });
  });
}

export const migrationTable = ({ name }: MigrationOwner): string => `migration_${name.replaceAll('-', '_')}`;

async function isBehind(client: pg.Client, owner: MigrationOwner): Promise<boolean> {
  const table = migrationTable(owner);
  const there = await client.query<{ there: boolean }>('select to_regclass($1) is not null there', [table]);
  if (!there.rows[0]?.there) return owner.migrations.length > 0;
  const { rows } = await client.query<{ name: string }>(`select name from ${table}`);
  const known = owner.migrations.map(({ name }) => name);
  refuseNewer(
    owner,
    rows.map(({ name }) => name).filter((name) => !known.includes(name)),
  );
  return rows.length < known.length;
}

function refuseNewer(owner: MigrationOwner, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new DatabaseNotReady(
    `The database has been changed by a newer Homeroom (${owner.name}: ${unknown.join(', ')}): run that version, or put back a backup from before it.`,
  );
}

type MigratorOf = (owner: MigrationOwner) => Migrator;

async function runAll(owners: readonly MigrationOwner[], migratorOf: MigratorOf): Promise<void> {
  for (const owner of owners) await migratorOf(owner).up();
}

/** The ORM's migrator takes its owner from the configuration at the moment it is made. */
async function withMigrator(
  url: string,
  role: string | undefined,
  work: (of: MigratorOf) => Promise<void>,
): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    ensureDatabase: false,
    pool: { min: 0, max: 2 },
    driverOptions: { options: startupOptions({ role, timezone: 'UTC', search_path: 'public' }) },
  });
  try {
    await work((owner) => {
      const migrationsList = owner.migrations.map((migration) => ({ name: migration.name, class: migration }));
      const tableName = migrationTable(owner);
      orm.config.set('migrations', {
        ...orm.config.get('migrations'),
        tableName,
        migrationsList,
        snapshot: false,
        silent: true,
      });
      return new Migrator(orm.em);
    });
  } finally {
    await orm.close(true);
  }
}
