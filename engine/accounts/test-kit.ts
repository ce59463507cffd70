import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { openPool } from '../database/connection.ts';
import { openDatabase } from '../database/database.ts';
import { createMailer } from '../mail/mailer.ts';
import { readMailFolder, type WrittenMail } from '../mail/read-mail-folder.ts';
import { silentLog } from '../operation/log.ts';
import { Person } from '../people/person.ts';
import type { SchoolRole } from '../roles/roles.ts';
import { School } from '../schools/school.ts';
import { type Registration, Schools } from '../schools/schools.ts';
import { createTestDatabase } from '../testing/test-database.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import type { PasswordWork } from './password-work.ts';
import type { SignedOut } from './signed-in.ts';
import { addPerson, classWithCode, enrol, schoolRow } from './test-rows.ts';

export const PASSWORD = 'correct horse battery';
export const SECRET = 'a secret of thirty-two characters';

export interface Answer {
  readonly status: number;
  readonly body: { token?: string; error?: { code: string; fault: string; data: Record<string, unknown> } };
  readonly headers: Headers;
  /** What a browser would send back. */
  readonly cookie: string;
}

export interface KitOptions {
  readonly publicUrl?: string;
  readonly trustProxy?: number;
  readonly rowSecurity?: boolean;
  readonly passwordWork?: PasswordWork;
}

/** Real accounts behind a real server, on a database of their own, with mail in a folder. */
export type Kit = Awaited<ReturnType<typeof startAccounts>>;

export async function startAccounts(options: KitOptions = {}) {
  const { publicUrl, trustProxy = 0, rowSecurity = true, passwordWork } = options;
  const store = await createTestDatabase();
  const database = await openDatabase({ url: store.url, entities: [School, Person], rowSecurity });
  const admin = openPool({ connectionString: store.url, max: 2 });
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = publicUrl ?? url;
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-mail-'));
  const schools = new Schools([], (slug) => schoolRow(admin, slug));
  const ended: SignedOut[] = [];
  const accounts = await createAccounts({
    ...{ database, ownerUrl: store.url, secret: SECRET, publicUrl: origin, trustProxy, schools, log: silentLog() },
    mailer: createMailer({ folder, from: 'Homeroom <homeroom@localhost>', log: silentLog() }),
    enrol: (schoolId, classroomId, personId, role) => enrol(admin, schoolId, classroomId, personId, role),
    onSignedOut: (ending) => ended.push(ending),
    ...(passwordWork && { passwordWork }),
  });
  server.on('request', (req, res) => void accounts.handler(req, res));

  const post = (path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
    ask(`${url}/api/auth${path}`, body, { origin, ...headers });
  return {
    ...{ accounts, database, admin, schools, ended, folder, url, origin, post },
    school: async (slug: string, registration: Registration = { by: 'closed' }): Promise<string> =>
      (await schools.put({ ...FACTS, slug, title: `${slug} School`, registration, plugins: {} })).id,
    /** Somebody of a school's roster, with an account unless `account: null`. */
    person: async (
      schoolId: string,
      email: string,
      how: { role?: SchoolRole; account?: null } = {},
    ): Promise<string> => {
      const account = how.account === null ? null : await accountOf(accounts, email);
      return addPerson(admin, schoolId, email, how.role ?? 'student', account);
    },
    classWithCode: (schoolId: string, by: string, code: string, hours = 1) =>
      classWithCode(admin, schoolId, by, code, hours),
    signIn: (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
      post('/sign-in/email', { email, password }, headers),
    /** Runs the jobs that are promised, as the relay and a worker do. @throws what the first of them throws */
    runJobs: () => runJobs(accounts, admin),
    mails: async (to: string): Promise<readonly WrittenMail[]> => {
      await runJobs(accounts, admin);
      return readMailFolder(folder, to);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await accounts.close();
      await Promise.all([database.close(), admin.end()]);
      await store.drop();
      await rm(folder, { recursive: true });
    },
  };
}

const FACTS = { locale: 'en', timezone: 'Europe/London' };

async function ask(url: string, body: object, headers: Record<string, string>): Promise<Answer> {
  const sent = { 'content-type': 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(body) });
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return {
    status: response.status,
    body: (await response.json()) as Answer['body'],
    headers: response.headers,
    cookie: cookie.join('; '),
  };
}

async function runJobs(accounts: Accounts, admin: pg.Pool): Promise<void> {
  await accounts.settled();
  const { rows } = await admin.query<{ id: string; kind: string; school_id: string; payload: unknown }>(
    'select id, kind, school_id, payload from outbox where kind = any($1) order by id',
    [Object.keys(accounts.jobs)],
  );
  for (const { id, kind, school_id, payload } of rows) {
    await accounts.jobs[kind]?.(school_id, payload);
    await admin.query('delete from outbox where id = $1', [id]);
  }
}

async function accountOf(accounts: Accounts, email: string): Promise<string> {
  const known = await accounts.passwords.find(email);
  const made = known ?? (await accounts.passwords.create({ email, name: email, password: PASSWORD, proven: true }));
  return made.id;
}
