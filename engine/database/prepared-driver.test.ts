import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { refusalIn } from '../errors/outage.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type Database, openDatabase } from './database.ts';
import { run, type Sql, sql } from './sql.ts';

let copy: TestDatabase;
let database: Database;
const school = randomUUID();

beforeAll(async () => {
  copy = await createTestDatabase();
  database = await openDatabase({ url: copy.url, entities: [], rowSecurity: true, poolSize: 1 });
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await database?.close();
  await copy?.drop();
});

const rowsOf = (statement: Sql) => database.inSchool(school, (em) => run(em, statement));
/** As MikroORM itself writes. */
const written = (words: string, params: readonly unknown[]) =>
  database.inSchool(school, (em) => em.execute<Record<string, unknown>[]>(words, [...params]));

test('a statement is prepared once a connection, whatever its values', async () => {
  for (const n of [1, 2, 3]) expect(await rowsOf(sql`select ${n}::int + 40 n`)).toEqual([{ n: n + 40 }]);
  const prepared = await rowsOf(sql`select count(*)::int n from pg_prepared_statements where statement like '%+ 40 n'`);
  expect(prepared).toEqual([{ n: 1 }]);
});

test('a transaction of one statement takes three round trips: begin with the school, the statement, commit', async () => {
  await rowsOf(sql`select 1 n`);
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  await rowsOf(sql`select ${7}::int n`);
  const texts = sent.mock.calls.map(([query]) =>
    typeof query === 'string' ? query : (query as { text: string }).text,
  );
  expect(texts).toEqual([`begin; select set_config('app.school', '${school}', true)`, 'select $1::int n', 'commit']);
});

test('values of every kind arrive as they were given', async () => {
  const at = new Date('2026-11-30T12:34:56.789Z');
  const given = [`o'brien \\ ? $1`, 5, true, null, at, Buffer.from([0, 255]), { a: ['?'] }];
  const words = 'select ?::text a, ?::int b, ?::boolean c, ?::text d, ?::timestamptz e, ?::bytea f, ?::jsonb g';
  const [row] = await written(words, given);
  const { e, f, ...rest } = row as { e: unknown; f: Buffer };
  expect(rest).toEqual({ a: given[0], b: 5, c: true, d: null, g: { a: ['?'] } });
  expect(new Date(e as string).getTime()).toBe(at.getTime());
  expect([...f]).toEqual([0, 255]);
});

test('a list stands for its values, `\\?` is the operator, and names are left to the library', async () => {
  expect(await written('select 2 in (?) n', [[1, 2]])).toEqual([{ n: true }]);
  expect(await written(`select '{"a": 1}'::jsonb \\? ? n`, ['a'])).toEqual([{ n: true }]);
  expect(await written('select ?::int as ??', [4, 'four'])).toEqual([{ four: 4 }]);
});

test('a statement on a pool is prepared, too, and again after its table was altered', async () => {
  const find = () => run(database.system, sql<object>`select o.* from outbox o where id = ${school}`);
  for (const _ of [1, 2]) expect(await find()).toEqual([]);
  const [held] = await run(
    database.system,
    sql<{ n: number }>`select count(*)::int n from pg_prepared_statements where statement like ${'select o.* from%'}`,
  );
  expect(held).toEqual({ n: 1 });
  await asOwner('alter table outbox add column motto text');
  await expect(find()).rejects.toThrow(/cached plan/);
  expect(await find()).toEqual([]);
});

test('a table that is altered beside a connection costs one call, which may be made again', async () => {
  const find = () => rowsOf(sql`select s.* from school s where id = ${school}`);
  for (const _ of [1, 2]) expect(await find()).toEqual([]);
  await asOwner('alter table school add column motto text');
  await expect(find()).rejects.toSatisfy((error) => refusalIn(error)?.fault === 'unavailable');
  expect(await find()).toEqual([]);
});

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: copy.url });
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}
