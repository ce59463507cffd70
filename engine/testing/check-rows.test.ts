import { afterEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { int4, int8, json, rowCheck, string, uuid } from '../database/row.ts';
import { run, type Sql, sql } from '../database/sql.ts';
import type { CheckRows } from './check-rows.ts';
import { createTestDatabase } from './test-database.ts';

const SCHOOL = '0190a000-0000-7000-8000-000000000001';

const answer = async (statement: Sql): Promise<string> => {
  const copy = await createTestDatabase();
  let database: Database | undefined;
  try {
    database = await openDatabase({ url: copy.url, entities: [], rowSecurity: true, poolSize: 1 });
    return await database
      .inSchool(SCHOOL, (em) => run(em, statement))
      .then(
        () => 'as declared',
        (error: Error) => error.message,
      );
  } finally {
    await database?.close();
    await copy.drop();
  }
};

// What fails here is meant to: it does not fail the file.
afterEach(() => void (rowCheck() as CheckRows).takeFailed());

test.each<[string, Sql, string]>([
  [
    'as it is',
    sql({ id: uuid, note: json().orNull, n: int4 })`select id, note, ${1}::int n from message`,
    'as declared',
  ],
  ['as what an outer join may leave out', sql({ id: uuid.orNull })`select id from room where ${1} = 1`, 'as declared'],
  [
    'of another type',
    sql({ head: int4 })`select head from room where ${2} = 2`,
    'Column "head" is declared as int4 and is of type 20: declare that, or cast it.',
  ],
  [
    'never null, and may be',
    sql({
      head: int8,
      topic: string,
      deleted_by: uuid,
    })`select r.head, r.topic, m.deleted_by from room r, message m where ${3} = 3`,
    'Column "deleted_by" may be null: declare uuid.orNull, or write coalesce(…) where the statement lets none through.',
  ],
  [
    'and not selected',
    sql({ id: uuid, topic: string })`select id from room where ${4} = 4`,
    'The answer has no column "topic": select it, or do not declare it.',
  ],
  [
    'not at all',
    sql({ id: uuid })`select id, topic from room where ${5} = 5`,
    'The answer has a column "topic": declare it, or leave it out of the statement.',
  ],
])('a statement that declares a column %s', async (_how, statement, said) => {
  expect((await answer(statement)).split(' The statement:')[0]).toContain(said);
});
