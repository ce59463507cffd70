import { afterAll, beforeAll } from 'vitest';
import { installed } from '../../../plugins/index.ts';
import { type Cast, startCast } from '../cast.ts';
import type { TestPerson } from '../start-test-engine.ts';
import { startTestServer, type TestServer } from '../start-test-server.ts';

/** Words that stand where somebody may not look: an answer that has them has said too much. */
export const OF_OAKWOOD = 'words-of-oakwood';
export const OF_STAFF = 'words-of-staff';

/** Who asks: of another school, a student, a teacher, or nobody who is signed in. */
export const ASKERS = ['outsider', 'student', 'teacher', 'nobody'] as const;
export type Asker = (typeof ASKERS)[number];

export interface FuzzServer {
  readonly server: TestServer;
  readonly cast: Cast;
  person(asker: Asker): TestPerson | null;
  /** Null for who is not signed in. */
  token(asker: Asker): string | null;
  /** @throws Error when an answer says more than it may, or that something broke, or the log does */
  judge(asker: Asker, answer: string): void;
}

/** The whole product behind its addresses, with two schools that use every plugin. */
export function useFuzzServer(): () => FuzzServer {
  let fuzz: FuzzServer | undefined;
  beforeAll(async () => {
    const everything = Object.fromEntries(installed.map(({ contract: { id } }) => [id, true]));
    fuzz = await prepare(await startTestServer({ schools: { oakwood: everything, elmgrove: everything } }));
  });
  afterAll(() => fuzz?.server.stop());
  return () => {
    if (!fuzz) throw new Error('The server is there inside tests only.');
    return fuzz;
  };
}

async function prepare(server: TestServer): Promise<FuzzServer> {
  const cast = await startCast(server);
  await cast.send(cast.room, cast.rivera, OF_OAKWOOD);
  const staffRoom = await cast.freshRoom({ title: 'Staff', everyone: false, entry: 'on-request' });
  await cast.send(staffRoom, cast.rivera, OF_STAFF);
  const people = { outsider: cast.ed, student: cast.ana, teacher: cast.rivera };
  const tokens: Record<string, string> = {};
  for (const [asker, person] of Object.entries(people)) tokens[asker] = await server.signIn(person);
  return {
    ...{ server, cast },
    person: (asker) => (asker === 'nobody' ? null : people[asker]),
    token: (asker) => tokens[asker] ?? null,
    judge: (asker, answer) => judge(server, asker, answer),
  };
}

const SECRETS: Readonly<Record<Asker, RegExp>> = {
  outsider: new RegExp(`${OF_OAKWOOD}|${OF_STAFF}|Ana Lopez|Ms Rivera|Biology 7B`),
  nobody: new RegExp(`${OF_OAKWOOD}|${OF_STAFF}|Ana Lopez|Ms Rivera|Biology 7B`),
  student: new RegExp(OF_STAFF),
  teacher: /^$/,
};
const BROKEN =
  /"fault":"failure"|"code":"failure"|INTERNAL_SERVER_ERROR|\bat (async )?[\w.#<>]+ \(|node_modules|node:internal|select .* from |insert into/;

function judge(server: TestServer, asker: Asker, answer: string): void {
  const broken = BROKEN.exec(answer);
  const errors = server.logged.filter(({ level }) => level === 'error' || level === 'fatal');
  if (broken)
    throw new Error(`answered ${answer.slice(0, 500)}; the log: ${JSON.stringify(errors.at(-1))?.slice(0, 1_500)}`);
  if (answer !== '' && SECRETS[asker].test(answer)) throw new Error(`${asker} was told ${answer.slice(0, 500)}`);
  (server.logged as unknown[]).length = 0;
  if (errors.length > 0) throw new Error(`logged ${JSON.stringify(errors).slice(0, 1_500)}`);
}
