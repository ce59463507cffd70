import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../database/connection.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

// A restart of PostgreSQL ended a node whose connection was in use and between two statements at that moment.

let store: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  store = await createTestDatabase();
  pool = openPool({ connectionString: store.url });
});
afterAll(async () => {
  await pool.end();
  await store.drop();
});

test('a connection that is lost between two statements of a transaction fails the next one and ends nothing', async () => {
  const ended: unknown[] = [];
  const note = (error: unknown): void => void ended.push(error);
  process.prependListener('uncaughtException', note);
  const client = await pool.connect();
  await client.query('begin');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() pid');
  const gone = new Promise((ended) => client.once('end', ended));
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await gone;
  await expect(client.query('select 1')).rejects.toThrow();
  client.release(true);
  process.removeListener('uncaughtException', note);
  expect(ended).toEqual([]);
  expect((await pool.query('select 1 one')).rows).toEqual([{ one: 1 }]);
});

test('every pool of the engine is opened this way', async () => {
  const makers: string[] = [];
  const root = join(import.meta.dirname, '../..');
  for await (const file of glob('{engine,plugins,migrations}/**/*.ts', { cwd: root })) {
    if (/\.test\.ts$|\/testing\/|\/test-kit/.test(file)) continue;
    if (/new (pg\.)?Pool\(/.test(await readFile(join(root, file), 'utf8'))) makers.push(file);
  }
  expect(makers).toEqual(['engine/database/connection.ts']);
});
