import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../engine/testing/test-database.ts';

const root = join(import.meta.dirname, '..');
const found = await findEntities();

let copy: TestDatabase;
let columns: Map<string, Record<string, string>>;

beforeAll(async () => {
  copy = await createTestDatabase();
  columns = await readColumns();
});
afterAll(() => copy?.drop());

describe('the tables that the migrations make', () => {
  it('are looked at for every entity there is', () => {
    expect(found.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['school', 'person', 'room', 'message', 'outbox']),
    );
  });

  it.each(found)('have the columns of $table, by name, type and nullability', ({ table, expected }) => {
    expect(columns.get(table)).toEqual(expected);
  });
});

/** Every entity of the engine and the plugins, found by their files: a new one is tested without being listed here. */
async function findEntities(): Promise<{ table: string; expected: Record<string, string> }[]> {
  const classes: (new () => object)[] = [];
  for await (const file of glob('{engine,plugins}/*/*.ts', { cwd: root })) {
    const path = join(root, file);
    if (file.includes('.test.') || !(await readFile(path, 'utf8')).includes('.setClass(')) continue;
    const exported = Object.values(await import(path));
    classes.push(
      ...exported.filter((value): value is new () => object => typeof value === 'function' && 'prototype' in value),
    );
  }
  const orm = await MikroORM.init({ entities: classes, dbName: 'none', ensureDatabase: false });
  const entities = [...orm.getMetadata().getAll().values()].filter(({ tableName, virtual }) => tableName && !virtual);
  return entities
    .map(({ tableName, props }) => ({
      table: tableName,
      expected: Object.fromEntries(
        props
          .filter(({ persist, fieldNames }) => persist !== false && fieldNames)
          .map(({ fieldNames, columnTypes, nullable }) => [
            fieldNames[0],
            said(columnTypes[0] ?? '', nullable !== true),
          ]),
      ),
    }))
    .sort((a, b) => a.table.localeCompare(b.table));
}

async function readColumns(): Promise<Map<string, Record<string, string>>> {
  const client = new pg.Client({ connectionString: copy.url });
  await client.connect();
  const { rows } = await client.query<{ table: string; column: string; type: string; required: boolean }>(
    `select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as type, a.attnotnull as required
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  );
  await client.end();
  const tables = new Map<string, Record<string, string>>();
  for (const { table, column, type, required } of rows) {
    tables.set(table, { ...tables.get(table), [column]: said(type, required) });
  }
  return tables;
}

/** Text is text, whatever the ORM would have called its length; so is a time, and a whole number. */
function said(type: string, required: boolean): string {
  const plain = type
    .replace(/\(\d+\)/, '')
    .replace(/^(varchar|character varying)$/, 'text')
    .replace(/^int$/, 'integer');
  return `${plain.replace('timestamp with time zone', 'timestamptz')}${required ? ' not null' : ''}`;
}
