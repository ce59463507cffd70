import { getMigrations } from 'better-auth/db/migration';
import type pg from 'pg';
import { connectTo, openPool, startupOptions } from '../database/connection.ts';
import { OWNER_ROLE, SYSTEM_ROLE } from '../database/roles.ts';
import type { AuthOptions } from './auth.ts';

/** Any number, the same in every process: of two nodes that start at once one waits for the other. */
const LOCK = 7_261_004;

/** Whether this database was set up with roles of ours: the system pool's own word, so that accounts never get more. */
export async function hasRoles(system: pg.Pool): Promise<boolean> {
  const { rows } = await system.query<{ role: string }>('select current_user as role');
  return rows[0]?.role === SYSTEM_ROLE;
}

/** A pool for better-auth, which names its tables without a schema: it sees that schema alone. */
export function authPool(url: string, role: string | undefined, max: number): pg.Pool {
  const options = startupOptions({ role, timezone: 'UTC', search_path: 'auth', statement_timeout: '10s' });
  return openPool({ connectionString: url, max, options, connectionTimeoutMillis: 10_000 });
}

/**
 * Brings better-auth's tables up to date, in the schema `auth`, as the role that owns all tables; the system role may read
 * and write them, the one that serves requests sees nothing of them. Its own migrations add what is missing and drop nothing.
 */
export async function migrateAuth(options: AuthOptions, ownerUrl: string, roles: boolean): Promise<void> {
  const owner = await connectTo(ownerUrl, roles ? OWNER_ROLE : undefined);
  try {
    await owner.query('select pg_advisory_lock($1)', [LOCK]);
    await owner.query('create schema if not exists auth');
    await runMigrations(options, ownerUrl, roles);
    await owner.query(ADDRESS_IS_OPTIONAL);
    if (!roles) return;
    await owner.query(`grant usage on schema auth to ${SYSTEM_ROLE}`);
    await owner.query(`grant select, insert, update, delete on all tables in schema auth to ${SYSTEM_ROLE}`);
  } finally {
    await owner.end();
  }
}

/** better-auth would have an address of everybody. Asked first: a table that is in use is not locked at every start. */
const ADDRESS_IS_OPTIONAL = `do $$ begin
  if exists (select from pg_attribute where attrelid = 'auth."user"'::regclass and attname = 'email' and attnotnull) then
    alter table auth."user" alter column email drop not null;
  end if;
end $$`;

async function runMigrations(options: AuthOptions, ownerUrl: string, roles: boolean): Promise<void> {
  const pool = authPool(ownerUrl, roles ? OWNER_ROLE : undefined, 1);
  try {
    await (await getMigrations({ ...options, database: pool })).runMigrations();
  } finally {
    await pool.end();
  }
}
