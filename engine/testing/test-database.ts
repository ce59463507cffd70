import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { OWNER_ROLE } from '../database/roles.ts';

/** Environment variable with the address of the run's server, set by `global-setup.ts`. */
export const TEST_SERVER = 'HOMEROOM_TEST_SERVER';
export const TEMPLATE = 'homeroom_template';

export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and takes it away. */
  drop(): Promise<void>;
}

/** A migrated database of the caller's own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return copyOf(TEMPLATE);
}

/** A database without roles' rights and without a table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return copyOf(null);
}

/** Makes a database on the server; rights on a database are not copied with it. */
export async function makeDatabase(server: string, name: string, template: string | null = null): Promise<void> {
  await ask(server, `create database ${name}${template ? ` template ${template}` : ''}`);
  if (template) await ask(server, `grant create on database ${name} to ${OWNER_ROLE}`);
}

async function copyOf(template: string | null): Promise<TestDatabase> {
  const server = process.env[TEST_SERVER];
  if (!server) throw new Error('No test server: run this through vitest, whose global setup starts one.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await makeDatabase(server, name, template);
  return {
    url: server.replace(/[^/]*$/, name),
    drop: () => ask(server, `drop database if exists ${name} with (force)`),
  };
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
