import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../engine/testing/test-database.ts';
import { installed } from '../plugins/index.ts';
import { runAdmin } from './admin-commands.ts';
import { readSchools } from './schools.ts';

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'homeroom-admin-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function admin(...args: string[]): Promise<string> {
  const said: string[] = [];
  const environment = {
    DATABASE_URL: database.url,
    DATA_DIR: join(folder, 'data'),
    SCHOOLS_DIR: join(folder, 'schools'),
  };
  await runAdmin(args, environment, (text) => said.push(text));
  return said.join('\n');
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.url);
  await client.connect();
  try {
    await client.query('set role homeroom_system');
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('the first school gets its file, its admin and an invitation', async () => {
  const said = await admin('create-school', 'birch-hill', '--admin', 'Amy@Birch.example', '--title', 'Birch: Hill');
  expect(said).toMatch(/\/invitation\S+/);
  const { good, bad } = await readSchools(join(folder, 'schools'), installed);
  expect(bad).toEqual([]);
  expect(good[0]).toMatchObject({ slug: 'birch-hill', title: 'Birch: Hill', registration: { by: 'code' } });
  expect(Object.keys(good[0]?.plugins ?? {})).toEqual(installed.map(({ contract }) => contract.id));
  expect(existsSync(join(folder, 'schools/school.schema.json'))).toBe(true);
  expect(
    await rows('select s.slug, p.email, p.role, p.account_id from person p join school s on s.id = p.school_id'),
  ).toEqual([{ slug: 'birch-hill', email: 'amy@birch.example', role: 'admin', account_id: null }]);
  expect(await rows('select count(*)::int n from invitation')).toEqual([{ n: 1 }]);
});

test('a restore begins a new history in every school, and the next start keeps it', async () => {
  const before = await rows('select epoch from school');
  expect(await admin('restored')).toContain('Start Homeroom now');
  const after = await rows('select epoch from school');
  expect(after).toHaveLength(before.length);
  expect(after).not.toEqual(before);
  await admin('invite', 'birch-hill', 'bo@birch.example');
  expect(await rows('select epoch from school')).toEqual(after);
});

test('a school has the language and the time zone that are said', async () => {
  await admin(
    'create-school',
    'elm',
    '--admin',
    'amy@elm.example',
    '--locale',
    'pt-BR',
    '--timezone',
    'America/Recife',
  );
  const { good } = await readSchools(join(folder, 'schools'), installed);
  expect(good.find(({ slug }) => slug === 'elm')).toMatchObject({ locale: 'pt-BR', timezone: 'America/Recife' });
  await expect(admin('create-school', 'ash', '--admin', 'a@ash.example', '--timezone', 'Mars/Base')).rejects.toThrow(
    'timezone: is not a time zone',
  );
  expect(existsSync(join(folder, 'schools/ash.yaml'))).toBe(false);
  rmSync(join(folder, 'schools/elm.yaml'));
});

test('a school that has a file is not made a second time', async () => {
  const before = readFileSync(join(folder, 'schools/birch-hill.yaml'), 'utf8');
  await expect(admin('create-school', 'birch-hill', '--admin', 'eve@birch.example')).rejects.toThrow(
    'is there already',
  );
  expect(readFileSync(join(folder, 'schools/birch-hill.yaml'), 'utf8')).toBe(before);
});

test('an invitation can be made for a school that has a file, and again while nobody accepted it', async () => {
  expect(await admin('invite', 'birch-hill', 'tom@birch.example', '--role', 'teacher')).toContain('(teacher)');
  expect(await admin('invite', 'birch-hill', 'tom@birch.example')).toMatch(/\/invitation\S+/);
  expect(await rows("select count(*)::int n from person where email = 'tom@birch.example'")).toEqual([{ n: 1 }]);
});

test('what is mistyped is told in a sentence, and nothing is written', async () => {
  await expect(admin('create-school', 'Birch Hill', '--admin', 'a@b.example')).rejects.toThrow('cannot be an address');
  await expect(admin('create-school', 'files', '--admin', 'a@b.example')).rejects.toThrow('"/files" is the address of');
  await expect(admin('create-school', 'ash', '--admin', 'amy')).rejects.toThrow('"amy": That is not an email address.');
  await expect(admin('create-school', 'ash')).rejects.toThrow(/^Usage:/);
  await expect(admin('create-school', 'ash', '--boss', 'a@b.example')).rejects.toThrow(/Unknown option '--boss'/);
  await expect(admin('invite', 'ash', 'a@b.example')).rejects.toThrow('There is no ash.yaml');
  await expect(admin('invite', 'birch-hill', 'a@b.example', '--role', 'boss')).rejects.toThrow('"boss" is not a role');
  expect(existsSync(join(folder, 'schools/ash.yaml'))).toBe(false);
});

describe('about somebody of a school', () => {
  const EMAIL = 'tom@birch.example';
  const tom = async () =>
    (await rows(`select role, account_id, left_at is not null gone from person where email = '${EMAIL}'`))[0];
  const about = (command: string, ...more: string[]) => admin(command, 'birch-hill', EMAIL, ...more);

  test('the server’s operator ends and restores a membership, and changes role and grants', async () => {
    expect(await about('end')).toContain('has ended');
    expect(await tom()).toMatchObject({ gone: true });
    expect(await about('end')).toContain('has ended');
    expect(await about('restore')).toContain('is back');
    expect(await tom()).toMatchObject({ gone: false });
    expect(await about('role', 'assistant')).toContain('is now: assistant');
    expect(await tom()).toMatchObject({ role: 'assistant' });
    expect(await about('grant', 'safeguarding')).toContain('holds safeguarding');
    expect(await rows('select name, granted_by from person_grant')).toEqual([
      { name: 'safeguarding', granted_by: null },
    ]);
    expect(await about('grant', 'safeguarding', '--take')).toContain('no longer holds');
    expect(await rows('select name from person_grant')).toEqual([]);
    expect(await rows('select what, by_person, by_plugin from person_act order by id')).toEqual(
      ['ended', 'restored', 'roleChanged', 'grantGiven', 'grantTaken'].map((what) => ({
        ...{ what, by_person: null, by_plugin: null },
      })),
    );
  });

  test('a one-time password is for somebody with an account, and is printed once', async () => {
    await expect(about('reset')).rejects.toThrow('has no account yet');
    await rows(`update person set account_id = 'an account' where email = '${EMAIL}'`);
    const said = await about('reset');
    const slip = /\n {2}([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})\n/.exec(said)?.[1];
    expect(slip).toBeDefined();
    expect(JSON.stringify(await rows('select * from password_slip'))).not.toContain(slip);
  });

  test('an address is changed, and the new one invited', async () => {
    expect(await about('address', 'thomas@birch.example')).toContain('An invitation is mailed there');
    expect(await rows(`select account_id from person where email = 'thomas@birch.example'`)).toEqual([
      { account_id: null },
    ]);
  });

  test('somebody without a mail address is named by the user name, however it is typed', async () => {
    await rows(`insert into person (id, school_id, user_name, name, search_key, role, account_id, created_at)
      select gen_random_uuid(), id, 'zoe.lee', 'Zoë Lee', ' zoe lee', 'student', 'a bare account', now() from school where slug = 'birch-hill'`);
    const zoe = async () =>
      (await rows(`select left_at is not null gone, role from person where user_name = 'zoe.lee'`))[0];
    expect(await admin('end', 'birch-hill', 'Zoë.Lee')).toBe(
      'The membership of zoe.lee has ended. What they wrote stays.',
    );
    expect(await zoe()).toMatchObject({ gone: true });
    expect(await admin('restore', 'birch-hill', 'zoe.lee')).toContain('zoe.lee is back');
    expect(await zoe()).toMatchObject({ gone: false });
    expect(await admin('reset', 'birch-hill', 'zoe.lee')).toMatch(/One-time password of zoe.lee/);
    await expect(admin('end', 'birch-hill', 'zoe.lea')).rejects.toThrow('has nobody with the user name zoe.lea.');
    await expect(admin('end', 'birch-hill', 'zoe lee')).rejects.toThrow('A user name has no blanks.');
  });

  test('what a school cannot do without is refused, and what is mistyped told in a sentence', async () => {
    const head = ['birch-hill', 'amy@birch.example'] as const;
    await expect(admin('end', ...head)).rejects.toThrow('needs an admin');
    await expect(admin('role', ...head, 'student')).rejects.toThrow('needs an admin');
    await expect(admin('end', 'birch-hill', 'nobody@birch.example')).rejects.toThrow('has nobody with the address');
    await expect(admin('role', ...head, 'boss')).rejects.toThrow('"boss" is not a role');
    await expect(admin('grant', ...head, 'gold')).rejects.toThrow('"gold" is not a grant');
    await expect(admin('end', 'ash', 'a@b.example')).rejects.toThrow('There is no ash.yaml');
    for (const half of [
      ['end', 'birch-hill'],
      ['role', ...head],
      ['reset', ...head, 'now'],
    ])
      await expect(admin(...half)).rejects.toThrow(/^Usage:/);
    expect(await rows(`select role from person where email = 'amy@birch.example' and left_at is null`)).toEqual([
      { role: 'admin' },
    ]);
  });
});
