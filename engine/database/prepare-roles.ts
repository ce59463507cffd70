import type pg from 'pg';
import { connectTo } from './connection.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { APP_ROLE, OWNER_ROLE, ROLES, SYSTEM_ROLE } from './roles.ts';

/** One thing the roles need: a question that answers whether it is there, and the statement that makes it so. */
interface Need {
  readonly there: string;
  readonly make: string;
}

const OLDEST = 14;

/**
 * Makes the three roles of `roles.ts` and lets the connecting one take them on; what is there already is left alone, so an
 * administrator may do it beforehand. When the connecting role may not, the SQL for the administrator is printed and
 * DatabaseNotReady thrown. With `rowSecurity` false no role is needed: the connecting one does everything.
 */
export async function prepareRoles({ url, rowSecurity }: { url: string; rowSecurity: boolean }): Promise<void> {
  const client = await connectTo(url);
  try {
    await refuseOldServer(client);
    if (rowSecurity) await makeRoles(client);
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { server_version, number } = await one<{ server_version: string; number: number }>(
    client,
    `select current_setting('server_version') server_version, current_setting('server_version_num')::int number`,
  );
  if (number >= OLDEST * 10_000) return;
  throw new DatabaseNotReady(
    `DATABASE_URL leads to PostgreSQL ${server_version} and Homeroom needs ${OLDEST} or newer: upgrade that server, or unset DATABASE_URL to use the embedded one.`,
  );
}

async function makeRoles(client: pg.Client, tries = 5): Promise<void> {
  try {
    for (const { there, make } of await needs(client)) {
      if (!(await one<{ there: boolean }>(client, `select ${there} as there`)).there) await client.query(make);
    }
  } catch (error) {
    const { code = '' } = error as { code?: string };
    // Roles belong to the whole server: two databases on it may be prepared at once, and one of them finds it done.
    if (['42710', '23505', 'XX000'].includes(code) && tries > 1) return makeRoles(client, tries - 1);
    if (code === '42501') throw await askAdministrator(client, error);
    throw error;
  }
  await refuseTablesOfOthers(client);
}

async function needs(client: pg.Client): Promise<readonly Need[]> {
  const { me, database, newer } = await one<{ me: string; database: string; newer: boolean }>(
    client,
    `select quote_ident(session_user) me, quote_ident(current_database()) database,
       current_setting('server_version_num')::int >= 160000 newer`,
  );
  const may = newer ? 'SET' : 'MEMBER';
  return [
    ...ROLES.map((role) => ({
      there: `exists (select from pg_roles where rolname = '${role}')`,
      make: `create role ${role} nologin`,
    })),
    ...ROLES.map((role) => ({ there: `pg_has_role('${role}', '${may}')`, make: `grant ${role} to ${me}` })),
    {
      there: `has_database_privilege('${OWNER_ROLE}', current_database(), 'CREATE')`,
      make: `grant create on database ${database} to ${OWNER_ROLE}`,
    },
    {
      there: `has_schema_privilege('${OWNER_ROLE}', 'public', 'CREATE')`,
      make: `grant usage, create on schema public to ${OWNER_ROLE}`,
    },
    ...[APP_ROLE, SYSTEM_ROLE].map((role) => ({
      there: `has_schema_privilege('${role}', 'public', 'USAGE')`,
      make: `grant usage on schema public to ${role}`,
    })),
  ];
}

async function askAdministrator(client: pg.Client, cause: unknown): Promise<DatabaseNotReady> {
  const statements = (await needs(client)).map(({ make }) => `${make};`);
  process.stderr.write(`-- For the administrator of this PostgreSQL, once:\n${statements.join('\n')}\n`);
  return new DatabaseNotReady(
    'The role in DATABASE_URL may not create the roles Homeroom works as: have the SQL above run by an administrator of that server, or set ROW_SECURITY=off to let one role do everything.',
    { cause },
  );
}

/** Tables made while row-level security was off belong to the connecting role, and their rights were never given out. */
async function refuseTablesOfOthers(client: pg.Client): Promise<void> {
  const { theirs } = await one<{ theirs: boolean }>(
    client,
    `select exists (select from pg_tables where schemaname = 'public' and tablename = 'migration_engine'
       and tableowner <> '${OWNER_ROLE}') theirs`,
  );
  if (!theirs) return;
  throw new DatabaseNotReady(
    'This database was begun with ROW_SECURITY=off: set that again, or load a pg_dump of its data into a database begun without it.',
  );
}

async function one<T>(client: pg.Client, question: string): Promise<T> {
  const { rows } = await client.query(question);
  return rows[0] as T;
}
