import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { School } from '../schools/school.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type Database, openDatabase } from './database.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { joined, run, sql, text } from './sql.ts';

const POOL_SIZE = 2;
const settingNow = sql<{ school: string }>`select current_setting('app.school', true) as school`;

let copy: TestDatabase;
let database: Database;

beforeAll(async () => {
  copy = await createTestDatabase();
  database = await openDatabase({ url: copy.url, entities: [School], rowSecurity: true, poolSize: POOL_SIZE });
});
afterAll(async () => {
  await database?.close();
  await copy?.drop();
});

describe('openDatabase', () => {
  it('works as the app role, and as the system role in the system pool', async () => {
    const [app] = await run(database.orm.em.fork(), sql<{ role: string }>`select current_user as role`);
    const { rows } = await database.system.query('select current_user as role');
    expect([app?.role, rows[0].role]).toEqual(['homeroom_app', 'homeroom_system']);
  });

  it('lets neither role become a greater one', async () => {
    const { rows } = await database.system.query(
      `select r.rolname, r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolcanlogin as great,
         pg_has_role(r.oid, 'homeroom_owner', 'MEMBER') as owns
       from pg_roles r where rolname in ('homeroom_app', 'homeroom_system') order by 1`,
    );
    expect(rows).toEqual([
      { rolname: 'homeroom_app', great: false, owns: false },
      { rolname: 'homeroom_system', great: false, owns: false },
    ]);
  });

  it('has connections open before anybody asks', async () => {
    const fresh = await openDatabase({ url: copy.url, entities: [School], rowSecurity: true });
    try {
      const { rows: open } = await fresh.system.query<{ pid: number }>('select pid from pg_stat_activity');
      const [mine] = await fresh.readSchool(randomUUID(), (em) =>
        run(em, sql<{ pid: number }>`select pg_backend_pid() pid`),
      );
      expect(open).toContainEqual(mine);
    } finally {
      await fresh.close();
    }
  });

  it('gives up statements, locks and idle transactions of requests', async () => {
    const names = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    const [row] = await run(
      database.orm.em.fork(),
      sql`select ${joined(
        names.map((name) => sql`current_setting('${text(name)}') as ${text(name)}`),
        sql`, `,
      )}`,
    );
    expect(row).toEqual({
      statement_timeout: '10s',
      lock_timeout: '5s',
      idle_in_transaction_session_timeout: '15s',
    });
  });

  it('says in one sentence, without the password, that nothing listens there', async () => {
    const url = 'postgres://homeroom:geheim@127.0.0.1:1/homeroom';
    const opening = openDatabase({ url, entities: [], rowSecurity: true });
    await expect(opening).rejects.toThrow(DatabaseNotReady);
    await expect(opening).rejects.toThrow(/^The database at 127\.0\.0\.1:1\/homeroom cannot be reached .*ECONNREFUSED/);
    await expect(opening).rejects.not.toThrow(/geheim/);
  });
});

describe('inSchool', () => {
  it('names the school for its transaction and for nothing after it', async () => {
    const school = randomUUID();
    for (let turn = 0; turn < POOL_SIZE * 2; turn += 1) {
      const inside = await database.inSchool(school, (em) => run(em, settingNow));
      expect(inside).toEqual([{ school }]);
    }
    const after = await Promise.all(
      Array.from({ length: POOL_SIZE }, () =>
        run(database.orm.em.fork(), sql<{ school: string }>`${settingNow}, pg_sleep(0.05)::text as slept`),
      ),
    );
    expect(after.flat().map((row) => row.school || null)).toEqual(Array(POOL_SIZE).fill(null));
  });

  it('sees a school of its own only, also when many run at once', async () => {
    const schools = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all(schools.map((id) => database.inSchool(id, addSchool(id))));
    const seen = await Promise.all(
      schools.map((id) => database.inSchool(id, async (em) => (await em.find(School, {})).map((school) => school.id))),
    );
    expect(seen).toEqual(schools.map((id) => [id]));
  });

  it('flushes before the commit what was left to write', async () => {
    const id = randomUUID();
    await database.inSchool(id, addSchool(id));
    const { rows } = await database.system.query('select id from school where id = $1', [id]);
    expect(rows).toEqual([{ id }]);
  });

  it('takes everything back when the work throws, and throws the same', async () => {
    const id = randomUUID();
    const fault = new Error('halfway');
    const work = database.inSchool(id, async (em) => {
      await addSchool(id)(em);
      await em.flush();
      throw fault;
    });
    await expect(work).rejects.toBe(fault);
    const { rowCount } = await database.system.query('select from school where id = $1', [id]);
    expect(rowCount).toBe(0);
  });

  it('tells why a commit was refused, and goes on', async () => {
    const [id, again] = [randomUUID(), randomUUID()];
    await database.inSchool(id, addSchool(id));
    const clash = database.inSchool(again, async (em) => {
      em.create(School, { id: again, slug: slugOf(id), createdAt: new Date() });
    });
    await expect(clash).rejects.toThrow(/school_slug_key/);
    expect(await database.inSchool(again, (em) => em.count(School))).toBe(0);
  });

  it('keeps its connections whole when the server drops them in the middle of the work', async () => {
    for (let turn = 0; turn < POOL_SIZE * 3; turn += 1) {
      const dropped = database.inSchool(randomUUID(), async (em) => {
        const [me] = await run(em, sql<{ pid: number }>`select pg_backend_pid() as pid`);
        await endConnection(me?.pid ?? 0);
        if (turn % 2 === 0) await run(em, sql`select 1`);
      });
      await expect(dropped).rejects.toThrow(/terminat|not queryable/);
    }
    const school = randomUUID();
    const after = Array.from({ length: POOL_SIZE * 2 }, () => database.inSchool(school, (em) => run(em, settingNow)));
    expect((await Promise.all(after)).flat()).toEqual(Array(POOL_SIZE * 2).fill({ school }));
  });
});

describe('a transaction that names no school', () => {
  it('is a transaction all the same', async () => {
    const em = database.orm.em.fork();
    const work = em.transactional(async (inside) => {
      await run(inside, sql`create temporary table trial_of_begin (n int) on commit drop`);
      await run(inside, sql`insert into trial_of_begin values (1)`);
      return run(inside, sql`select n from trial_of_begin`);
    });
    expect(await work).toEqual([{ n: 1 }]);
  });
});

const slugOf = (id: string): string => `school-${id}`;

const addSchool =
  (id: string) =>
  async (em: Parameters<Parameters<Database['inSchool']>[1]>[0]): Promise<void> => {
    em.create(School, { id, slug: slugOf(id), createdAt: new Date() });
  };

/** As a restart of the server does, to one connection. */
async function endConnection(pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: copy.url });
  await client.connect();
  await client.query('select pg_terminate_backend($1, 2000)', [pid]);
  await client.end();
}
