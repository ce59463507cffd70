import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog, type OpenEngine, openEngine } from '../../engine/index.ts';
import { createTestDatabase } from '../../engine/testing/test-database.ts';
import { migrationOwners } from '../../migrations/index.ts';
import { appRouter, installed } from '../../plugins/index.ts';
import { readSchools } from '../schools.ts';
import { demoSchoolsIn, seedDemo } from './seed-demo.ts';

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let opened: OpenEngine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-demo-'));
  database = await createTestDatabase();
  opened = await openEngine({
    plugins: installed,
    router: appRouter,
    migrations: migrationOwners,
    schools: (await readSchools(join(import.meta.dirname, '../schools'), installed)).good,
    settings: {
      ...{ dataDir: folder, databaseUrl: database.url, rowSecurity: true },
      ...{ publicUrl: 'http://127.0.0.1:3000', trustProxy: 0, secret: 'only for this test, and long enough' },
    },
    log: createLog({ level: 'error', readable: true }),
  });
});
afterAll(async () => {
  await opened.stops.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const rows = async (sql: string) => (await opened.database.system.query(sql)).rows;

test('an empty database gets the demo schools once', async () => {
  expect(await demoSchoolsIn(opened)).toEqual([]);
  expect(await seedDemo(opened, appRouter)).toBe(true);
  expect((await demoSchoolsIn(opened)).map(({ slug }) => slug)).toEqual(['oakwood', 'elmgrove']);
  const counted = await rows('select count(*) n from message');
  expect(await seedDemo(opened, appRouter)).toBe(false);
  expect(await rows('select count(*) n from message')).toEqual(counted);
});

test('the rooms are those people are told of', async () => {
  const found = await rows(
    `select s.slug, c.title as class, r.title, r.entry, r.posting from room r
     join classroom c on c.id = r.classroom_id join school s on s.id = r.school_id order by 1 desc, 2, 3`,
  );
  expect(found).toEqual([
    { slug: 'oakwood', class: 'Biology 7B', title: 'Announcements', entry: 'open', posting: 'announcement' },
    { slug: 'oakwood', class: 'Biology 7B', title: 'Class room', entry: 'open', posting: 'discussion' },
    { slug: 'oakwood', class: 'Biology 7B', title: 'Study group', entry: 'on-request', posting: 'discussion' },
    { slug: 'elmgrove', class: 'History 9A', title: 'Class room', entry: 'open', posting: 'discussion' },
  ]);
});

test('time never runs against the sequence, nothing is in the future, and a message has the time of its event', async () => {
  const backwards = await rows(
    `select 1 from (select at, lag(at) over (partition by room_id order by seq) before from room_event) e where at < before`,
  );
  expect(backwards).toEqual([]);
  expect(await rows('select 1 from message where created_at > now()')).toEqual([]);
  const apart = 'select 1 from message m join room_event e using (room_id, seq) where m.created_at <> e.at';
  expect(await rows(apart)).toEqual([]);
});

test('somebody waits to be let into the room on request', async () => {
  expect(
    await rows("select p.name from join_requests q join person p on p.id = q.person_id where q.state = 'waiting'"),
  ).toEqual([{ name: 'Ben Whitlock' }]);
});

test('a person of the demo signs in with its password', async () => {
  const { passwords } = opened.accounts;
  const account = await passwords.find('ana@oakwood.example');
  expect(account && (await passwords.check(account, 'homeroom-demo'))).toBe(true);
});
