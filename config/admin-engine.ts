import {
  addPerson,
  createLog,
  type OpenEngine,
  openEngine,
  runningServer,
  type SchoolRole,
  type SchoolSetup,
} from '../engine/index.ts';
import { migrationOwners } from '../migrations/index.ts';
import { appRouter, installed } from '../plugins/index.ts';
import type { Environment } from './environment.ts';
import { UsageError } from './explain.ts';

/** The database of a server that runs is shared with it; without one it is started for the moment. */
export async function withEngine(
  environment: Environment,
  schools: readonly SchoolSetup[],
  say: (text: string) => void,
  work: (opened: OpenEngine) => Promise<void>,
): Promise<void> {
  const databaseUrl = environment.databaseUrl ?? (await runningServer(environment.dataDir));
  const log = createLog({ level: 'warn', readable: true });
  const settings = { ...environment, databaseUrl };
  const parts = { plugins: installed, router: appRouter, migrations: migrationOwners };
  if (!databaseUrl) say('Starting the database …');
  const opened = await openEngine({ ...parts, schools, settings, log });
  try {
    await work(opened);
  } finally {
    await opened.stops.stop();
  }
}

/** Puts somebody on a school's roster, or finds them there, and answers their invitation's link; it is mailed as well. */
export async function invitation(
  { engine, accounts, database }: OpenEngine,
  slug: string,
  { email, role, name }: { email: string; role: SchoolRole; name?: string | undefined },
): Promise<string> {
  const school = engine.schools.bySlug(slug);
  if (!school) throw new Error(`the school ${slug} did not open`);
  const newcomer = { schoolId: school.id, email, role, name: name ?? email.split('@', 1)[0] ?? email };
  const { person } = await database.inSchool(school.id, (em) => addPerson(em, newcomer));
  if (person.accountId) throw new UsageError(`${email} is in ${school.title} already, and signs in as usual.`);
  if (person.left) throw new UsageError(`${email} left ${school.title}.`);
  return accounts.invite({ person, school, greet: name });
}
