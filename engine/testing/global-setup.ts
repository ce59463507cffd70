import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrationOwners } from '../../migrations/index.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../database/embedded-server.ts';
import { migrate } from '../database/migrate.ts';
import { prepareRoles } from '../database/prepare-roles.ts';
import { silentLog } from '../operation/log.ts';
import { makeDatabase, TEMPLATE, TEST_SERVER } from './test-database.ts';

/** Nothing here outlives the run, so nothing needs to reach the disk. */
const CARELESS = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' };

/** One real PostgreSQL for a whole run of tests, with a migrated database for each caller to have a copy of. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeroom-test-'));
  // Started by root, the server runs as another account, which has to enter.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedServer({ dataDir, log: silentLog(), settings: CARELESS });
  await makeTemplate(server);
  process.env[TEST_SERVER] = server.url;
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function makeTemplate(server: EmbeddedServer): Promise<void> {
  await makeDatabase(server.url, TEMPLATE);
  const url = server.url.replace(/[^/]*$/, TEMPLATE);
  await prepareRoles({ url, rowSecurity: true });
  await migrate({ url, owners: migrationOwners });
}
