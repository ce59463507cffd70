import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../engine/database/database.ts';
import { createTestDatabase, type TestDatabase } from '../engine/testing/test-database.ts';
import { migrationOwners } from './index.ts';

/** Without rights of its own on purpose: what it has run is the migrator's business only. */
const MIGRATION_TABLES = /^migration_/;

/** In the order they are filled. A table that joins the engine joins this list: the first test of them fails until it does. */
const ENGINE_TABLES = [
  ...[
    'school',
    'person',
    'person_grant',
    'avatar',
    'contact',
    'classroom',
    'enrolment',
    'class_code',
    'room',
    'participant',
    'message',
  ],
  ...['message_edit', 'thread_cursor', 'room_event', 'outbox', 'invitation', 'node', 'connection'],
  ...['person_act', 'password_slip', 'class_card', 'school_change'],
];

const ours = randomUUID();
const theirs = randomUUID();

let copy: TestDatabase;
let database: Database;

beforeAll(async () => {
  copy = await createTestDatabase();
  database = await openDatabase({ url: copy.url, entities: [], rowSecurity: true });
  for (const school of [ours, theirs]) await fillEveryTable(school);
});
afterAll(async () => {
  await database?.close();
  await copy?.drop();
});

describe('row-level security', () => {
  it('is on for every table, which the app reads by school and the system in whole', async () => {
    for (const { name, column } of await schoolTables()) {
      const { rows } = await database.system.query(
        `select c.relrowsecurity as on, array_agg(concat_ws(' ', p.polname, p.polcmd,
             array_to_string(p.polroles::regrole[], ','), pg_get_expr(p.polqual, c.oid)) order by p.polname) as policies
         from pg_class c left join pg_policy p on p.polrelid = c.oid where c.oid = $1::regclass group by c.oid`,
        [name],
      );
      expect(rows[0], name).toEqual({
        on: true,
        policies: [
          'every_school * homeroom_system true',
          expect.stringMatching(
            new RegExp(`^own_school \\* homeroom_app \\(${column} = .*current_setting\\('app.school'`),
          ),
        ],
      });
    }
  });

  it('is tried below on every table of the engine', async () => {
    const plugins = migrationOwners.slice(1).map(({ name }) => name.replaceAll('-', '_'));
    const tables = (await schoolTables()).map(({ name }) => name);
    const engines = tables.filter(
      (name) => !MIGRATION_TABLES.test(name) && !plugins.some((plugin) => name.startsWith(plugin)),
    );
    expect(engines.sort()).toEqual(ENGINE_TABLES.toSorted());
  });

  it('leaves no table out but the lists of migrations', async () => {
    const { rows } = await database.system.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')`,
    );
    const named = (await schoolTables()).map(({ name }) => name);
    const rest = rows.map(({ name }) => name).filter((name) => !named.includes(name));
    expect(rest.filter((name) => !MIGRATION_TABLES.test(name))).toEqual([]);
  });

  it('shows one school its own rows of every table, and none of another', async () => {
    for (const { name, column } of await engineTables()) {
      const seen = await database.inSchool(ours, (em) =>
        em.execute<{ school: string }[]>(`select distinct ${column} as school from ${name}`),
      );
      expect(seen, name).toEqual([{ school: ours }]);
    }
  });

  it('shows nothing of any table to a transaction that names no school', async () => {
    for (const { name } of await engineTables()) {
      const [row] = await database.orm.em.fork().execute<{ count: string }[]>(`select count(*) from ${name}`);
      expect(row?.count, name).toBe('0');
    }
  });

  it('changes no row of another school, in any table', async () => {
    for (const { name, column } of await engineTables()) {
      const before = await rowOf(name, column, theirs);
      await trial(ours, (em) => em.execute(`update ${name} set ${column} = ${column} where ${column} = ?`, [theirs]));
      await trial(ours, (em) => em.execute(`delete from ${name} where ${column} = ?`, [theirs]));
      expect(await rowOf(name, column, theirs), name).toEqual(before);
    }
  });

  it('takes no row for another school, in any table', async () => {
    for (const { name, column } of await engineTables()) {
      const row = await rowOf(name, column, theirs);
      const adding = database.inSchool(ours, (em) =>
        em.execute(`insert into ${name} select * from json_populate_record(null::${name}, ?::json)`, [
          JSON.stringify(row),
        ]),
      );
      await expect(adding, name).rejects.toThrow(/row-level security/);
    }
  });

  it('lets no row move to another school, in any table', async () => {
    for (const { name, column } of await engineTables()) {
      const moving = database.inSchool(ours, (em) => em.execute(`update ${name} set ${column} = ?`, [theirs]));
      await expect(moving, name).rejects.toThrow(/row-level security|permission denied/);
    }
  });

  it('ties what the system writes to the school of its room and its people', async () => {
    const crossed = (table: string, values: string) => database.system.query(`insert into ${table} values ${values}`);
    const { room, person } = await idsOf(ours);
    const other = await idsOf(theirs);
    await expect(
      crossed('room_event', `('${room}', 99, '${theirs}', 'message.sent', '${person}', null, now(), '{}')`),
    ).rejects.toThrow(/room_event_room_id_school_id_fkey/);
    await expect(
      crossed('participant', `('${room}', '${other.person}', '${ours}', 'member', now(), null, null, 0, 0)`),
    ).rejects.toThrow(/participant_person_id_school_id_fkey/);
    await expect(
      crossed('enrolment', `('${other.classroom}', '${person}', '${ours}', 'student', now())`),
    ).rejects.toThrow(/enrolment_classroom_id_school_id_fkey/);
  });
});

describe('the rights of the app', () => {
  it.each(['school', 'person', 'room', 'participant', 'message', 'message_edit', 'room_event', 'outbox'])(
    'are not enough to delete from %s',
    async (table) => {
      const deleting = database.inSchool(ours, (em) => em.execute(`delete from ${table}`));
      await expect(deleting).rejects.toThrow(/permission denied/);
    },
  );

  it('are not enough to change what was done about people', async () => {
    const changing = database.inSchool(ours, (em) => em.execute(`update person_act set what = 'nothing'`));
    await expect(changing).rejects.toThrow(/permission denied/);
    const deleting = database.inSchool(ours, (em) => em.execute('delete from person_act'));
    await expect(deleting).rejects.toThrow(/permission denied/);
  });

  it('are not enough to see accounts, or what has been migrated', async () => {
    await expect(database.orm.em.fork().execute('select * from migration_engine')).rejects.toThrow(/permission denied/);
    await expect(database.orm.em.fork().execute('create table mine (n int)')).rejects.toThrow(/permission denied/);
  });
});

interface SchoolTable {
  readonly name: string;
  /** Where it says which school a row is of. */
  readonly column: string;
}

async function schoolTables(): Promise<SchoolTable[]> {
  const { rows } = await database.system.query<SchoolTable>(
    `select c.relname as name, a.attname as column
     from pg_class c join pg_attribute a on a.attrelid = c.oid
       and a.attname = case c.relname when 'school' then 'id' else 'school_id' end
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by c.relname`,
  );
  return rows;
}

/**
 * The engine's: every one of them is filled, so that "nothing seen" means something. Plugins' tables are guarded by the
 * same words, which the catalogue shows above.
 */
async function engineTables(): Promise<SchoolTable[]> {
  const tables = (await schoolTables()).filter(({ name }) => ENGINE_TABLES.includes(name));
  expect(tables).toHaveLength(ENGINE_TABLES.length);
  for (const { name, column } of tables) expect(await rowOf(name, column, theirs), `a row of ${name}`).toBeDefined();
  return tables;
}

async function rowOf(table: string, column: string, school: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await database.system.query(`select to_json(t) as row from ${table} t where ${column} = $1`, [
    school,
  ]);
  return rows[0]?.row;
}

/** Runs and takes back; a refusal is as good as doing nothing. */
async function trial(school: string, work: (em: EntityManager) => Promise<unknown>): Promise<void> {
  await database.inSchool(school, work).catch((error) => expect(String(error)).toMatch(/permission denied/));
}

async function idsOf(school: string): Promise<{ room: string; person: string; classroom: string }> {
  const { rows } = await database.system.query(
    'select r.id as room, r.created_by as person, r.classroom_id as classroom from room r where school_id = $1',
    [school],
  );
  return rows[0];
}

async function fillEveryTable(school: string): Promise<void> {
  const [head, pupil, classroom, room, message] = Array.from({ length: 5 }, () => `'${randomUUID()}'`);
  const of = `'${school}'`;
  const statements = [
    `school values (${of}, 'school-${school}', now())`,
    `person values (${head}, ${of}, 'h${school}', 'head@x.example', 'Head', 'admin', null, now())`,
    `person values (${pupil}, ${of}, 'p${school}', 'pupil@x.example', 'Pupil', 'student', null, now())`,
    `avatar values (${head}, ${of}, '1', 'image/webp', '\\x00')`,
    `contact values (${head}, ${pupil}, ${of}, now())`,
    `person_grant values (${head}, 'safeguarding', ${of}, null, now())`,
    `classroom values (${classroom}, ${of}, '7B', ${head}, now())`,
    `enrolment values (${classroom}, ${pupil}, ${of}, 'student', now())`,
    `class_code values ('code-${school}', ${classroom}, ${of}, 'student', ${head}, now(), now())`,
    `room values (${room}, ${of}, ${classroom}, null, 'class', 'Room', 'open', 'discussion', 'all', true, 1, 0, ${head}, now())`,
    `participant values (${room}, ${pupil}, ${of}, 'member', now(), null, null, 0, 0)`,
    `message values (${message}, ${of}, ${room}, 1, 'text', ${pupil}, gen_random_uuid(), 'Hello', null, null, null, now())`,
    `message_edit values (gen_random_uuid(), ${of}, ${message}, 'Helo', now())`,
    `thread_cursor values (${message}, ${pupil}, ${room}, ${of}, 1)`,
    `room_event values (${room}, 1, ${of}, 'message.sent', ${pupil}, null, now(), '{}')`,
    `outbox (id, school_id, kind, created_at) values (gen_random_uuid(), ${of}, 'after', now())`,
    `invitation values (md5('${school}') || md5('${school}'), ${of}, ${pupil}, now(), now())`,
    `node values (${room}, ${of}, now())`,
    `connection values (${classroom}, ${room}, ${of}, ${pupil})`,
    `person_act values (gen_random_uuid(), ${of}, ${pupil}, ${head}, null, 'renamed', '{}', now())`,
    `password_slip values ('account-${school}', ${of}, ${pupil}, repeat('x', 43), now(), now(), null)`,
    `class_card values (${classroom}, ${pupil}, ${of}, md5('${school}') || md5('${school}'), now(), now(), null)`,
    `school_change values (gen_random_uuid(), ${of}, ${head}, null, repeat('a', 43), '[]', now())`,
  ];
  for (const statement of statements) await database.system.query(`insert into ${statement}`);
}
