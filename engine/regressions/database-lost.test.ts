import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolder, postmasterOf } from '../database/server-trial.ts';
import { startNode } from '../testing/start-node.ts';

const dataDir = makeFolder();
afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('a process whose embedded PostgreSQL cannot be started again ends with code 1, and the next one runs on the same rows', {
  timeout: 90_000,
}, async () => {
  const node = await startNode({ dataDir, cast: true });
  const ended = once(node.child, 'exit');
  const [here, away] = [join(dataDir, 'postgres/global'), join(dataDir, 'postgres/global.away')];
  await rename(here, away);
  process.kill(postmasterOf(dataDir), 'SIGKILL');
  expect(await ended).toEqual([1, null]);
  await rename(away, here);
  const next = await startNode({ dataDir });
  expect((await fetch(`${next.url}/readyz`)).status).toBe(200);
  await next.stop();
});
