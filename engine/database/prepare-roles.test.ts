import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmptyDatabase, TEST_SERVER, type TestDatabase } from '../testing/test-database.ts';
import { connectTo } from './connection.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { prepareRoles } from './prepare-roles.ts';
import { ROLES } from './roles.ts';

let empty: TestDatabase;
let poor: { name: string; url: string };

beforeEach(async () => {
  empty = await createEmptyDatabase();
  poor = await makePoorRole();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await empty?.drop();
  await ask(`drop role ${poor.name}`, process.env[TEST_SERVER]);
});

describe('prepareRoles', () => {
  it('lets a connection take on each of the roles by its startup options', async () => {
    await prepareRoles({ url: empty.url, rowSecurity: true });
    for (const role of ROLES) {
      const client = await connectTo(empty.url, role);
      const { rows } = await client.query('select current_user as role');
      await client.end();
      expect(rows).toEqual([{ role }]);
    }
  });

  it('may be run again, and for two databases of one server at once', async () => {
    const second = await createEmptyDatabase();
    const urls = [empty.url, second.url, empty.url, second.url];
    await Promise.all(urls.map((url) => prepareRoles({ url, rowSecurity: true })));
    await second.drop();
  });

  it('prints the SQL for an administrator when it may not, and passes once that has been run', async () => {
    const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const refused = prepareRoles({ url: poor.url, rowSecurity: true });
    await expect(refused).rejects.toThrow(DatabaseNotReady);
    await expect(refused).rejects.toThrow(/^The role in DATABASE_URL may not create the roles .*ROW_SECURITY=off/);
    const sql = printed.mock.calls.map(([text]) => String(text)).join('');
    expect(sql).toContain('create role homeroom_app nologin;');
    await asAdministrator(sql);
    await prepareRoles({ url: poor.url, rowSecurity: true });
    const client = await connectTo(poor.url, 'homeroom_owner');
    await client.query('create schema trial');
    await client.end();
  });

  it('asks nothing of a role that may do nothing, with row-level security off', async () => {
    await expect(prepareRoles({ url: poor.url, rowSecurity: false })).resolves.toBeUndefined();
  });
});

async function makePoorRole(): Promise<{ name: string; url: string }> {
  const name = `poor_${randomBytes(4).toString('hex')}`;
  await ask(`create role ${name} login password 'poor'`);
  const url = new URL(empty.url);
  url.username = name;
  url.password = 'poor';
  return { name, url: url.href };
}

/** The roles exist on this server already, as on one where another Homeroom lives: each line by itself, as psql does. */
async function asAdministrator(sql: string): Promise<void> {
  for (const line of sql.split('\n').filter((line) => line && !line.startsWith('--'))) {
    await ask(line).catch((error) => expect(String(error)).toMatch(/already exists/));
  }
}

async function ask(statement: string, url = empty.url): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
