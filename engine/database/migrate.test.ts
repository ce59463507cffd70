import { Migration } from '@mikro-orm/migrations';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrationOwners } from '../../migrations/index.ts';
import { createEmptyDatabase, type TestDatabase } from '../testing/test-database.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { type MigrationOwner, migrate, unmigrate } from './migrate.ts';
import { prepareRoles } from './prepare-roles.ts';

let empty: TestDatabase;
let url: string;

beforeEach(async () => {
  empty = await createEmptyDatabase();
  url = empty.url;
  await prepareRoles({ url, rowSecurity: true });
});
afterEach(() => empty?.drop());

describe('migrate', () => {
  it('makes everything, takes everything back, and makes the same again', async () => {
    await migrate({ url, owners: migrationOwners });
    const made = await schema();
    expect(made.length).toBeGreaterThan(100);
    for (const owner of migrationOwners.toReversed()) await unmigrate({ url, owner });
    expect(await schema()).toEqual([]);
    await migrate({ url, owners: migrationOwners });
    expect(await schema()).toEqual(made);
  });

  it('does nothing the second time', async () => {
    await migrate({ url, owners: migrationOwners });
    const executed = 'select id, name, executed_at from migration_engine';
    const before = await ask(executed);
    await migrate({ url, owners: migrationOwners });
    expect(await ask(executed)).toEqual(before);
  });

  it('ends well when several processes begin at once: one does it and the others wait', async () => {
    await Promise.all([1, 2, 3].map(() => migrate({ url, owners: migrationOwners })));
    const names = (await ask<{ name: string }>('select name from migration_engine order by id')).map(
      ({ name }) => name,
    );
    expect(names).toEqual(migrationOwners[0]?.migrations.map(({ name }) => name));
  });

  it('keeps nothing of an owner one of whose migrations fails', async () => {
    const broken: MigrationOwner = { name: 'broken', migrations: [MakesNotes, Fails] };
    await expect(migrate({ url, owners: [broken] })).rejects.toThrow(/no_such_table/);
    expect(await ask("select to_regclass('notes') as notes")).toEqual([{ notes: null }]);
    await migrate({ url, owners: [{ name: 'broken', migrations: [MakesNotes] }] });
    expect(await ask('select name from migration_broken')).toEqual([{ name: 'MakesNotes' }]);
  });

  it('puts a table that a later migration brings under row-level security as well', async () => {
    await migrate({ url, owners: [{ name: 'note-taking', migrations: [MakesNotes] }] });
    const secured = `select relrowsecurity as on, has_table_privilege('homeroom_app', 'notes', 'delete') as may
      from pg_class where oid = 'notes'::regclass`;
    expect(await ask(secured)).toEqual([{ on: true, may: true }]);
  });

  it('refuses a table that does not say which school a row is of', async () => {
    const owner: MigrationOwner = { name: 'lost', migrations: [MakesLost] };
    await expect(migrate({ url, owners: [owner] })).rejects.toThrow(/Table lost has no column school_id/);
    const readable = await ask("select has_table_privilege('homeroom_app', 'lost', 'select') as may");
    expect(readable).toEqual([{ may: false }]);
  });

  it('refuses a database that a newer Homeroom has changed, in one sentence', async () => {
    await migrate({ url, owners: [{ name: 'engine', migrations: [MakesNotes] }] });
    const older = migrate({ url, owners: [{ name: 'engine', migrations: [] }] });
    await expect(older).rejects.toThrow(DatabaseNotReady);
    await expect(older).rejects.toThrow(/changed by a newer Homeroom \(engine: MakesNotes\)/);
  });

  it('lets one role do everything when row-level security is off', async () => {
    const plain = await createEmptyDatabase();
    await prepareRoles({ url: plain.url, rowSecurity: false });
    await migrate({ url: plain.url, owners: migrationOwners, rowSecurity: false });
    const [row] = await ask<{ owner: string; policies: string }>(
      `select tableowner as owner, (select count(*) from pg_policies) as policies from pg_tables where tablename = 'room'`,
      plain.url,
    );
    expect(row).toEqual({ owner: 'homeroom', policies: '0' });
    await expect(prepareRoles({ url: plain.url, rowSecurity: true })).rejects.toThrow(/begun with ROW_SECURITY=off/);
    await plain.drop();
  });
});

class MakesNotes extends Migration {
  override up(): void {
    this.addSql('create table notes (id uuid primary key, school_id uuid not null)');
  }
}
class MakesLost extends Migration {
  override up(): void {
    this.addSql('create table lost (id uuid primary key)');
  }
}
class Fails extends Migration {
  override up(): void {
    this.addSql('insert into no_such_table values (1)');
  }
}

async function ask<T>(question: string, where = url): Promise<T[]> {
  const client = new pg.Client({ connectionString: where });
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}

/** Every column, constraint, index, policy and right, as one line each. */
async function schema(): Promise<string[]> {
  const lines = await ask<{ line: string }>(`
    with tables as (
      select oid, relname, reloptions, relacl from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'migration\\_%')
    select concat_ws(' ', relname, reloptions, relacl) as line from tables
    union all select concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull)
      from tables join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped
    union all select concat_ws(' ', relname, conname, pg_get_constraintdef(c.oid)) from tables t join pg_constraint c on conrelid = t.oid
    union all select indexdef from tables join pg_indexes on tablename = relname and schemaname = 'public'
    union all select concat_ws(' ', tablename, policyname, roles, qual, with_check) from tables join pg_policies on tablename = relname
    order by 1`);
  return lines.map(({ line }) => line);
}
