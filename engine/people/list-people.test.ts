import { v7 as newId } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { searchKey } from '../names.ts';
import { manyNames } from '../testing/many-names.ts';
import { refusalOf } from '../testing/refusal-of.ts';
import { useStage } from '../testing/stage.ts';
import { plainLine } from '../text.ts';
import type { SchoolPeoplePage } from '../views.ts';

const stage = useStage();
const list = (asked: Parameters<ReturnType<typeof office>['list']>[0]) => office().list(asked);
const office = () => stage().engine.as(stage().elm).people;
const names = ({ people }: SchoolPeoplePage): string[] => people.map(({ person }) => person.name);

const NAMES = manyNames().map(plainLine);

beforeAll(async () => {
  const { id: schoolId } = stage().engine.school('elmgrove');
  const rows = NAMES.map((name, at) => ({ id: newId(), name, key: searchKey(name), email: `p${at}@elmgrove.example` }));
  await stage().engine.rows(
    `insert into person (id, school_id, email, name, search_key, role, created_at)
     select id, $1, email, name, key, 'student', now() from jsonb_to_recordset($2::jsonb) v(id uuid, name text, key text, email text)`,
    [schoolId, JSON.stringify(rows)],
  );
});

describe('among two thousand people of twenty scripts', () => {
  const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
  /** The first letters of each word as somebody types them who leaves the marks out. */
  const typed = (name: string, letters: number): string =>
    name
      .split(' ')
      .map((word) => Array.from(word.normalize('NFD').replace(/\p{M}/gu, '')).slice(0, letters).join(''))
      .join(' ');

  test('everybody is found by the first letters of their name without marks, in any form of Unicode', async () => {
    expect(new Set(NAMES).size).toBe(2_000);
    const took: number[] = [];
    for (const [at, name] of NAMES.entries()) {
      const search = typed(name, 3).normalize(FORMS[at % 4]);
      const began = performance.now();
      const page = await list({ search, limit: 100 });
      took.push(performance.now() - began);
      expect(names(page), `${name} by ${search}`).toContain(name);
    }
    took.sort((a, b) => a - b);
    const at = (share: number) => took[Math.floor(took.length * share)]?.toFixed(1);
    console.log(
      `a search among 2,000 people took ${at(0.5)} ms (half), ${at(0.99)} ms (99 %), ${took.at(-1)?.toFixed(1)} ms at most`,
    );
  }, 120_000);

  test('pages give each of them once, in the order of the school’s language', async () => {
    const seen: string[] = [];
    const took: number[] = [];
    let after: SchoolPeoplePage['next'] = null;
    do {
      const began = performance.now();
      const page: SchoolPeoplePage = await list({ role: 'student', limit: 100, ...(after && { after }) });
      took.push(performance.now() - began);
      expect(page.counts).toMatchObject({ here: NAMES.length + 1, ended: 0 });
      seen.push(...names(page));
      after = page.next;
    } while (after);
    expect(seen).toHaveLength(NAMES.length + 1);
    const order = new Intl.Collator('en', { numeric: true }).compare;
    expect(seen).toEqual([...NAMES, 'Ed'].sort(order));
    took.sort((a, b) => a - b);
    console.log(`a page of all of them took ${took[Math.floor(took.length / 2)]?.toFixed(1)} ms (half)`);
  });

  test('a page goes on behind somebody who has gone meanwhile', async () => {
    const first = await list({ limit: 2 });
    const [, last] = first.people;
    await stage().engine.rows('update person set name = $2 where id = $1', [last?.person.id, 'Zzz']);
    const second = await list({ limit: 2, ...(first.next && { after: first.next }) });
    expect(names(second)).toEqual(names(await list({ limit: 3 })).slice(1));
    await stage().engine.rows('update person set name = $2 where id = $1', [last?.person.id, last?.person.name]);
  });

  test('a part of an address finds them too', async () => {
    expect(names(await list({ search: 'P1234@elm' }))).toEqual([NAMES[1_234]]);
    expect(names(await list({ search: '%' }))).toEqual([]);
  });
});

describe('the list', () => {
  const oakwood = () => stage().engine.as(stage().head).people;

  test('tells states, roles and grants apart, and counts each', async () => {
    const { engine, stone, ana, dora, rivera } = stage();
    await engine.rows('update person set last_seen_at = now() where id = any($1)', [[stone.id, ana.id, rivera.id]]);
    await oakwood().grant({ personId: stone.id, grant: 'safeguarding', held: true });
    await oakwood().end({ personId: dora.id });
    const all = await oakwood().list({});
    expect(names(all)).toEqual([...names(all)].sort(new Intl.Collator('en', { numeric: true }).compare));
    expect(names(all)).not.toContain('Dora');
    expect(names(await oakwood().list({ state: 'ended' }))).toEqual(['Dora']);
    const never = await oakwood().list({ state: 'never' });
    expect(names(never)).toContain('Ben');
    expect(names(never)).not.toContain('Ana Lopez');
    expect(all.counts).toEqual({ here: all.people.length, never: never.people.length, ended: 1 });
    expect(names(await oakwood().list({ grant: 'safeguarding' }))).toEqual(['Mr Stone']);
    expect(names(await oakwood().list({ role: 'guardian' }))).toEqual(['Mrs Lopez']);
    expect((await oakwood().list({ search: 'dor' })).counts).toEqual({ here: 0, never: 0, ended: 1 });
    const [first] = (await oakwood().list({ search: 'stone' })).people;
    expect(first).toMatchObject({ grants: ['safeguarding'], classes: 0, invited: false, endedAt: null });
  });

  test('tells of one person what the school knows, and what was done about them by whom', async () => {
    const { head, rivera, stone, biology, dora } = stage();
    const teacher = await oakwood().details({ personId: rivera.id });
    expect(teacher).toMatchObject({ email: 'ms.rivera@oakwood.example', slip: 'yes', given: [], acts: [] });
    expect(teacher.inClasses).toMatchObject([
      { id: biology.id, title: 'Biology 7B', role: 'teacher', onlyTeacher: true },
    ]);
    const keeper = await oakwood().details({ personId: stone.id });
    expect(keeper.given).toMatchObject([{ grant: 'safeguarding', by: { id: head.id, name: 'Mr Head' } }]);
    expect(keeper.acts).toMatchObject([
      { what: 'grantGiven', by: { name: 'Mr Head' }, facts: { grant: 'safeguarding' } },
    ]);
    const gone = await oakwood().details({ personId: dora.id });
    expect(gone).toMatchObject({ slip: 'people.ended', classes: 1, inClasses: [{ title: 'Biology 7B' }] });
    expect(gone.person.ended).toBe(true);
    expect((await oakwood().details({ personId: head.id })).slip).toBe('people.not-yourself');
  });

  test('is for the admins of the school, and nobody of another stands in it', async () => {
    const { engine, rivera, ana, ed } = stage();
    for (const who of [rivera, ana]) {
      expect(await refusalOf(engine.as(who).people.list({}))).toBe('people.admins-only');
      expect(await refusalOf(engine.as(who).people.details({ personId: ed.id }))).toBe('people.admins-only');
    }
    expect(await refusalOf(oakwood().details({ personId: ed.id }))).toBe('missing');
    expect(names(await oakwood().list({ search: 'ed' }))).not.toContain('Ed');
  });
});
