import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { claimDataFolder } from '../database/claim-data-folder.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../database/embedded-server.ts';
import { findPostmaster } from '../database/postmaster.ts';
import { openEngine } from '../open-engine.ts';
import { silentLog } from '../operation/log.ts';
import { NEVER_NULL } from './check-rows.ts';
import { prepareEngine } from './start-test-engine.ts';
import { makeDatabase, TEMPLATE, TEST_SERVER } from './test-database.ts';

const PREFIX = 'homeroom-test-server-';

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const CARELESS = {
  ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' },
  // A vacuum that happens to run in a test's database keeps it from being dropped.
  autovacuum: 'off',
};

/** One real PostgreSQL for a whole run of tests, with a migrated database for each caller to have a copy of. */
export default async function setup(): Promise<() => Promise<void>> {
  await clearLeftovers();
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  // Started by root, the server runs as another account, which has to enter.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedServer({
    ...{ dataDir, log: silentLog(), settings: CARELESS },
    onLost: (reason) => console.error(reason),
  });
  const teardown = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  await makeTemplate(server).catch(async (error) => {
    await teardown();
    throw error;
  });
  process.env[TEST_SERVER] = server.url;
  process.env[NEVER_NULL] = (await neverNull(server)).join(' ');
  return teardown;
}

/** A run that was interrupted leaves its server running. A folder that can be claimed has no run any more. */
async function clearLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const dataDir of names.map((name) => join(tmpdir(), name))) {
    const { mtimeMs = Date.now() } = await stat(dataDir).catch(() => ({}) as { mtimeMs?: number });
    const giveUp = Date.now() - mtimeMs > 60_000 && (await claimDataFolder(dataDir).catch(() => false as const));
    if (!giveUp) continue;
    const left = findPostmaster(join(dataDir, 'postgres'));
    if (left) process.kill(left.pid, 'SIGQUIT');
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20 });
    giveUp();
  }
}

async function makeTemplate(server: EmbeddedServer): Promise<void> {
  await makeDatabase(server.url, TEMPLATE);
  const url = server.url.replace(/[^/]*$/, TEMPLATE);
  const { options, clean } = await prepareEngine({ beside: { database: { url } } });
  // Opened once, it makes all tables there are, the accounts' and the queue's too.
  const { stops } = await openEngine({ ...options, schools: [] });
  await stops.stop();
  await clean();
}

/** A copy of the template has its tables under the same numbers. */
async function neverNull(server: EmbeddedServer): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.url.replace(/[^/]*$/, TEMPLATE) });
  await client.connect();
  const { rows } = await client.query<{ column: string }>(
    `select attrelid::int || '.' || attnum "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and a.attnotnull`,
  );
  await client.end();
  return rows.map(({ column }) => column);
}
