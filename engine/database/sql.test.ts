import { expect, test } from 'vitest';
import { joined, sql, text } from './sql.ts';

test('a value stands beside the text, whatever it says', () => {
  const { text, values } = sql`select 1 from person where name = ${"'; drop table person; --"} and role = ${'student'}`;
  expect(text).toBe('select 1 from person where name = $1 and role = $2');
  expect(values).toEqual(["'; drop table person; --", 'student']);
});

test('a part brings its values along, in their order', () => {
  const mine = sql`p.person_id = ${'ana'} and p.left_at is ${null}`;
  const { text, values } = sql`select ${1}::int where ${mine} and (${sql`not ${mine}`}) limit ${5}`;
  expect(text).toBe(
    'select $1::int where p.person_id = $2 and p.left_at is $3 and (not p.person_id = $4 and p.left_at is $5) limit $6',
  );
  expect(values).toEqual([1, 'ana', null, 'ana', null, 5]);
});

test('parts are joined, of which there may be one or none', () => {
  const rules = ['a', 'b', 'c'].map((name) => sql`${text(name)} = ${name}`);
  const wholes = [rules, rules.slice(0, 1), []].map((parts) => joined(parts, sql` or `));
  expect(wholes.map((whole) => whole.text)).toEqual(['a = $1 or b = $2 or c = $3', 'a = $1', '']);
  expect(wholes.map(({ values }) => values)).toEqual([['a', 'b', 'c'], ['a'], []]);
});

test('a list is one value, so one text serves lists of every length', () => {
  const find = (ids: readonly string[]) => sql`select 1 from room where id = any(${ids}::uuid[])`;
  expect(find([]).text).toBe(find(['a', 'b']).text);
  expect(find(['a', 'b']).values).toEqual([['a', 'b']]);
});
