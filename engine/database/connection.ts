import pg from 'pg';
import { DatabaseNotReady } from './database-not-ready.ts';
import { PreparedClient } from './prepared-client.ts';

/** Startup options in the form that `options` of a PostgreSQL connection takes. */
export function startupOptions(settings: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `-c ${name}=${value}`).join(' ');
}

/**
 * One connection, for work that is done before anybody is served. A pool in front of PostgreSQL that drops the options of a
 * connection would let us work as the login, which row-level security may not bind.
 * @throws DatabaseNotReady when there is no way in, or none as `role`
 */
export async function connectTo(url: string, role?: string): Promise<pg.Client> {
  const options = startupOptions({ role, timezone: 'UTC', search_path: 'public' });
  const client = new pg.Client({ connectionString: url, options, connectionTimeoutMillis: 10_000 });
  // Without a listener a connection that is lost between two queries would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw noWayIn(url, error);
  }
  if (role !== undefined) await demandRole(client, url, role);
  return client;
}

async function demandRole(client: pg.Client, url: string, role: string): Promise<void> {
  const { rows } = await client.query<{ now: string }>('select current_user::text now');
  if (rows[0]?.now === role) return;
  await client.end();
  throw new DatabaseNotReady(
    `What stands in front of the database at ${placeOf(url)} drops the options of connections, so that one school could read another: let it pass \`options\` on, or name PostgreSQL itself in DATABASE_URL.`,
  );
}

/**
 * A pool whose connections may be lost at any time: a lost one is replaced when the next is asked for. A pool listens to
 * idle connections only. One that is lost while somebody has it, between two statements of a transaction, would end the
 * process.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ Client: PreparedClient, ...config });
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return pool;
}

const CURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'start that server, or correct DATABASE_URL',
  ENOTFOUND: 'correct the host in DATABASE_URL',
  EAI_AGAIN: 'correct the host in DATABASE_URL, or wait for the name service',
  ETIMEDOUT: 'see that the network lets us through, or correct DATABASE_URL',
  '28P01': 'correct the password in DATABASE_URL',
  '28000': 'correct the account in DATABASE_URL, or let it in (pg_hba.conf)',
  '3D000': 'create that database, or correct DATABASE_URL',
  '53300': 'raise its max_connections, or end other clients',
};

/** Names host, port and database, never the password. */
function noWayIn(url: string, error: unknown): DatabaseNotReady {
  const { code = '', message } = error as Error & { code?: string };
  const cure = CURES[code] ?? 'correct DATABASE_URL, or see that server’s log';
  return new DatabaseNotReady(`The database at ${placeOf(url)} cannot be reached (${message || code}): ${cure}.`, {
    cause: error,
  });
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}${port && `:${port}`}${pathname}`;
}
