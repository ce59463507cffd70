import pg from 'pg';
import { v7 as newId } from 'uuid';
import { describe, expect, test } from 'vitest';
import { migrationOwners } from '../../migrations/index.ts';
import { migrate } from '../database/migrate.ts';
import { prepareRoles } from '../database/prepare-roles.ts';
import { searchKey } from '../names.ts';
import { useStage } from '../testing/stage.ts';
import { createEmptyDatabase } from '../testing/test-database.ts';

const stage = useStage();

/** A given name and a family name of each of 20 scripts. */
const BY_SCRIPT = [
  ['Zoë', 'Ødegård-Łuczak'],
  ['Ἀθηνᾶ', 'Παππάς'],
  ['Семён', 'Йовович'],
  ['مُحَمَّد', 'الأحمد'],
  ['שָׁלוֹם', 'כהן'],
  ['हिन्दी', 'शर्मा'],
  ['বাংলা', 'চৌধুরী'],
  ['ਪੰਜਾਬੀ', 'ਸਿੰਘ'],
  ['ગુજરાતી', 'પટેલ'],
  ['தமிழ்', 'செல்வன்'],
  ['తెలుగు', 'రెడ్డి'],
  ['ಕನ್ನಡ', 'ಗೌಡ'],
  ['മലയാളം', 'നായർ'],
  ['සිංහල', 'පෙරේරා'],
  ['น้ำฝน', 'ใจดี'],
  ['ສົມສັກ', 'ພົມມະ'],
  ['ក្រុម', 'សុខា'],
  ['မြန်မာ', 'အောင်'],
  ['王小明', '欧阳'],
  ['さくら', 'がわ'],
  ['김철수', '박'],
  ['Հայկ', 'Պետրոսյան'],
  ['ქართული', 'ბერიძე'],
  ['አማርኛ', 'ተስፋዬ'],
] as const;

test('every name of two thousand is found by its first letters, with marks and without, in every form of Unicode', async () => {
  const { engine, rivera } = stage();
  const names = Array.from({ length: 2_000 }, (_, n) => {
    const [given, family] = BY_SCRIPT[n % BY_SCRIPT.length] ?? ['', ''];
    return `${given}${n} ${family}`;
  });
  const people = names.map((name) => ({ id: newId(), name, key: searchKey(name) }));
  await engine.rows(
    `insert into person (id, school_id, email, name, search_key, role, created_at)
     select id, $2, id::text || '@x.example', name, key, 'student', now()
     from jsonb_to_recordset($1::jsonb) v (id uuid, name text, key text)`,
    [JSON.stringify(people), rivera.schoolId],
  );
  for (const { id, name } of people.slice(-2 * BY_SCRIPT.length)) {
    const typed = name.split(' ')[0] ?? '';
    const without = typed.normalize('NFD').replace(/\p{M}/gu, '');
    const words = [typed, typed.normalize('NFD'), typed.normalize('NFKD'), typed.toUpperCase(), without];
    for (const query of words) {
      const found = await engine.as(rivera).people.search({ query });
      expect(
        found.map((person) => person.id),
        query,
      ).toContain(id);
    }
  }
});

describe('a name', () => {
  test('is stored in one form, with plain blanks, whoever writes it', async () => {
    const { engine, chidi, rivera, biology } = stage();
    const written = '\u200bJose\u0301\u00a0\u00a0Nun\u0303ez\u00a0';
    expect(await engine.as(chidi).session.rename({ name: written })).toMatchObject({ name: 'José Nuñez' });
    for (const query of ['nunez', 'jose\u0301', 'José Nuñ'])
      expect(await engine.as(rivera).people.search({ query }), query).toMatchObject([{ id: chidi.id }]);
    expect(await engine.as(rivera).people.search({ query: 'chidi' })).toEqual([]);
    const room = await engine.as(rivera).rooms.open({ classroomId: biology.id, title: 'Cafe\u0301\u00a0\u00a01' });
    expect(room.title).toBe('Café 1');
  });

  test('stands in lists by the order of the language of the school', async () => {
    const { engine, rivera, person } = stage();
    const { id: classroomId } = await engine.as(rivera).classrooms.create({ title: 'Sorted' });
    for (const name of ['Zed Sort', 'Łukasz Sort', 'Åsa Sort', 'Mia Sort', 'Éva Sort']) {
      const { id: personId } = await person('oakwood', 'student', name);
      await engine.as(rivera).classrooms.enrol({ classroomId, personId, role: 'student' });
      await engine.as(rivera).people.addContact({ personId });
    }
    const sorted = ['Åsa Sort', 'Éva Sort', 'Łukasz Sort', 'Mia Sort', 'Zed Sort'];
    const roster = await engine.as(rivera).classrooms.roster({ classroomId });
    expect(roster.slice(1).map(({ person: { name } }) => name)).toEqual(sorted);
    for (const list of [
      await engine.as(rivera).people.search({ query: 'sort' }),
      await engine.as(rivera).people.contacts(),
    ])
      expect(list.map(({ name }) => name)).toEqual(sorted);
    const room = (await engine.as(rivera).rooms.list()).find((listed) => listed.classroomId === classroomId);
    const here = await engine.as(rivera).participants.list({ roomId: room?.id ?? '' });
    expect(here.map(({ person: { name } }) => name)).toEqual([
      ...sorted.slice(0, 3),
      'Mia Sort',
      'Ms Rivera',
      'Zed Sort',
    ]);
  });
});

test('names and titles that were stored before are brought into one form, and found', async () => {
  const copy = await createEmptyDatabase();
  const client = new pg.Client({ connectionString: copy.url });
  try {
    await prepareRoles({ url: copy.url, rowSecurity: true });
    const [engine] = migrationOwners;
    const names = engine?.migrations.map(({ name }) => name) ?? [];
    const migrateTo = (name?: string) => {
      const migrations = engine?.migrations.slice(0, name === undefined ? undefined : names.indexOf(name)) ?? [];
      return migrate({ url: copy.url, owners: [{ name: 'engine', migrations }] });
    };
    await migrateTo('FoldNames');
    await client.connect();
    const [school, person, classroom] = [newId(), newId(), newId()];
    await client.query(`insert into school (id, slug, created_at) values ($1, 'old', now())`, [school]);
    await client.query(
      `insert into person (id, school_id, email, name, role, created_at) values ($1, $2, 'a@b.example', $3, 'teacher', now())`,
      [person, school, 'Jose\u0301\u00a0Nun\u0303ez'],
    );
    await client.query(
      `insert into classroom (id, school_id, title, created_by, created_at) values ($1, $2, $3, $4, now())`,
      [classroom, school, 'Cafe\u0301', person],
    );
    await migrateTo('FindNamesAsOneWord');
    await client.query(`update person set search_key = ' jose nunez'`); // as it was then
    await migrateTo();
    const { rows } = await client.query('select name, search_key, c.title from person, classroom c');
    expect(rows).toEqual([{ name: 'José Nuñez', search_key: ' jose nunez\n josenunez', title: 'Café' }]);
  } finally {
    await client.end();
    await copy.drop();
  }
});
