import { join } from 'node:path';
import type { AnyRouter } from '@trpc/server';
import { v7 as newId } from 'uuid';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import type { ApiContext } from './api/context.ts';
import { createLimits, type LimitSettings } from './api/limits.ts';
import { runCommand, runGranted, runWithin } from './commands/run-command.ts';
import { type Database, openDatabase, POOL_SIZE } from './database/database.ts';
import { startEmbeddedServer } from './database/embedded-server.ts';
import { ENTITIES } from './database/entities.ts';
import { type MigrationOwner, migrate } from './database/migrate.ts';
import { prepareRoles } from './database/prepare-roles.ts';
import type { Engine } from './engine.ts';
import { sweepEvents } from './events/sweep-events.ts';
import type { JobTuning } from './jobs/job-tuning.ts';
import { type Jobs, startJobs } from './jobs/jobs.ts';
import type { Mailer } from './mail/mail.ts';
import { createMailPerson } from './mail/mail-person.ts';
import { createMailer } from './mail/mailer.ts';
import { SendBatches } from './messages/send-batches.ts';
import { watchDisk } from './operation/disk-space.ts';
import { FairQueue } from './operation/fair-queue.ts';
import type { Log } from './operation/log.ts';
import { createMetrics, type Metrics } from './operation/metrics.ts';
import { createStopList, type StopList } from './operation/stop.ts';
import type { AnyJob, AnyPlugin } from './plugin-host/any-plugin.ts';
import type { Deployment } from './plugin-host/define-plugin.ts';
import { Gatherings } from './plugin-host/gatherings.ts';
import { runPromised, runScheduledJob } from './plugin-host/run-job.ts';
import { createSignedLinks } from './plugin-host/signed-links.ts';
import { type PluginEnvironments, startPlugins } from './plugin-host/start-plugins.ts';
import type { Broker } from './realtime/broker.ts';
import { createMemoryBroker } from './realtime/broker-memory.ts';
import { sweepRooms } from './rooms/sweep-rooms.ts';
import { followEpochs } from './schools/epochs.ts';
import { noSchoolFiles, type SchoolFiles } from './schools/school-files.ts';
import { type LiveSchool, type SchoolSetup, Schools } from './schools/schools.ts';

/** Where things are and what is secret; `config/environment.ts` reads it. */
export interface EngineSettings {
  readonly dataDir: string;
  /** Absent: a PostgreSQL of our own in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly rowSecurity: boolean;
  /** Absent: this node is the only one. */
  readonly redisUrl?: string | undefined;
  /** Absent: mail is written to `dataDir`/mail. */
  readonly smtpUrl?: string | undefined;
  readonly publicUrl: string;
  readonly trustProxy: number;
  readonly secret: string;
  /** What plugins' own variables say; absent: as if none was set. */
  readonly pluginEnvironments?: PluginEnvironments | undefined;
}

export interface OpenOptions {
  /** In the order of `composePlugins`. */
  readonly plugins: readonly AnyPlugin[];
  readonly router: AnyRouter;
  readonly migrations: readonly MigrationOwner[];
  readonly schools: readonly SchoolSetup[];
  /** Absent: the schools stand in no files that admins could change by their page. */
  readonly schoolFiles?: SchoolFiles | undefined;
  readonly settings: EngineSettings;
  readonly log: Log;
  readonly limits?: Partial<LimitSettings>;
  readonly jobs?: Partial<JobTuning>;
  /** Hears what is being waited for, for a person at the terminal. */
  readonly progress?: (step: string) => void;
}

/** An engine that works and is not reachable yet: what the server, the admin command and tests have in common. */
export interface OpenEngine {
  readonly engine: Engine;
  readonly accounts: Accounts;
  readonly database: Database;
  readonly broker: Broker;
  readonly jobs: Jobs;
  readonly metrics: Metrics;
  /** What every API call carries besides who asks. */
  readonly base: Omit<ApiContext, 'who' | 'address' | 'setCookie'>;
  /** What was started, to be stopped in the opposite order; add what you start on top. */
  readonly stops: StopList;
}

/** database → broker → schools → plugins → accounts → jobs. @throws DatabaseNotReady with one sentence and the cure */
export async function openEngine(options: OpenOptions): Promise<OpenEngine> {
  const stops = createStopList(options.log);
  try {
    const metrics = createMetrics(options.settings.dataDir);
    const database = await openStore(options, stops);
    stops.add('epochs', await followEpochs(database.system, options.settings.dataDir, options.log));
    stops.add('disk', watchDisk(options.settings.dataDir, options.log));
    const broker = await openBroker(options);
    stops.add('broker', () => broker.close());
    const jobs: { started?: Jobs } = {};
    const stopping = new AbortController();
    const mailer = openMailer(options);
    stops.add('mail', async () => mailer.close());
    const engine = assemble(options, { database, broker, mailer, metrics, stopping: stopping.signal }, () =>
      jobs.started?.nudge(),
    );
    for (const setup of options.schools) await engine.schools.put(setup);
    await startPlugins({ plugins: options.plugins, environments: options.settings.pluginEnvironments }, engine, stops);
    stops.add('gatherings', () => engine.gatherings.settled());
    engine.schools.onChange(({ id }) => broker.publish({ kind: 'school-changed', schoolId: id }));
    const accounts = await openAccounts(options, engine, broker, mailer);
    stops.add('accounts', () => accounts.close());
    jobs.started = await openJobs(options, engine, accounts, metrics);
    stops.add('jobs', () => jobs.started?.stop(), 20_000);
    stops.add('what takes long', () => stopping.abort());
    const base = { engine, accounts, jobs: jobs.started, limits: createLimits(options.limits) };
    return { engine, accounts, database, broker, jobs: jobs.started, metrics, base, stops };
  } catch (error) {
    await stops.stop();
    throw error;
  }
}

/** The Redis client is loaded only where there is a Redis: it takes 8 MB. */
async function openBroker({ settings: { redisUrl }, log }: OpenOptions): Promise<Broker> {
  if (!redisUrl) return createMemoryBroker();
  const { createRedisBroker } = await import('./realtime/broker-redis.ts');
  return createRedisBroker(redisUrl, { log });
}

async function openStore({ settings, migrations, log, progress }: OpenOptions, stops: StopList): Promise<Database> {
  const { rowSecurity, dataDir } = settings;
  let url = settings.databaseUrl;
  if (!url) {
    progress?.('Starting the database');
    const server = await startEmbeddedServer({ dataDir, log, onLost: endProcess(log) });
    stops.add('database server', () => server.stop(), 30_000);
    url = server.url;
  }
  progress?.('Bringing the tables up to date');
  await prepareRoles({ url, rowSecurity });
  await migrate({ url, owners: migrations, rowSecurity });
  const database = await openDatabase({ url, entities: ENTITIES, rowSecurity });
  stops.add('database', () => database.close());
  return database;
}

/** Without a database nothing can be done here: a supervisor starts the process anew, on whatever it then finds. */
const endProcess =
  (log: Log) =>
  (err: Error): void => {
    log.fatal({ err }, 'The embedded PostgreSQL failed three times within a minute. Homeroom ends.');
    process.exit(1);
  };

interface Parts {
  readonly database: Database;
  readonly broker: Broker;
  readonly mailer: Mailer;
  readonly metrics: Metrics;
  readonly stopping: AbortSignal;
}

function assemble(
  { plugins, settings, log, schoolFiles = noSchoolFiles }: OpenOptions,
  { database, broker, mailer, metrics, stopping }: Parts,
  nudgeJobs: () => void,
): Engine {
  const engine: Engine = {
    database: timed(database, metrics),
    schools: new Schools(plugins, (slug) => schoolRow(database, slug)),
    schoolFiles,
    nodes: broker,
    announcer: broker,
    sends: new SendBatches(database.sends, broker, nudgeJobs, metrics.commands),
    runWithin,
    runGranted,
    transactions: new FairQueue({ atOnce: POOL_SIZE, perSource: Math.floor(POOL_SIZE / 4), restsAbove: 10 }),
    nudgeJobs,
    deployment: deploymentOf(settings, mailer),
    pluginProcesses: new Map(),
    links: createSignedLinks(settings.secret),
    mailPerson: createMailPerson(database, mailer),
    log,
    stopping,
    metrics: metrics.commands,
    gatherings: new Gatherings(() => engine),
  };
  return engine;
}

/** What plugins may know: never the secret, nor the way into the database. */
const deploymentOf = ({ dataDir, publicUrl }: EngineSettings, { delivers }: Mailer): Deployment => ({
  dataDir,
  publicUrl,
  mailDelivers: delivers,
});

/** Units of work and reads are timed whole, from asking for a connection to the commit. */
function timed(database: Database, { commands }: Metrics): Database {
  const took = async <T>(run: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    try {
      return await run();
    } finally {
      commands.queryTook('transaction', (performance.now() - started) / 1_000);
    }
  };
  return {
    ...database,
    inSchool: (schoolId, work) => took(() => database.inSchool(schoolId, work)),
    readSchool: (schoolId, read) => took(() => database.readSchool(schoolId, read)),
  };
}

async function schoolRow({ system }: Database, slug: string): Promise<Pick<LiveSchool, 'id' | 'epoch'>> {
  await system.query('insert into school (id, slug, created_at) values ($1, $2, now()) on conflict (slug) do nothing', [
    newId(),
    slug,
  ]);
  const { rows } = await system.query<{ id: string; epoch: string }>('select id, epoch from school where slug = $1', [
    slug,
  ]);
  if (!rows[0]) throw new Error(`the school ${slug} is neither new nor there`);
  return rows[0];
}

function openMailer({ settings, log }: OpenOptions): Mailer {
  const { dataDir, smtpUrl, publicUrl } = settings;
  const from = `Homeroom <homeroom@${new URL(publicUrl).hostname}>`;
  return createMailer({ smtpUrl, folder: join(dataDir, 'mail'), from, log });
}

function openAccounts(
  { settings, log }: OpenOptions,
  engine: Engine,
  broker: Broker,
  mailer: Mailer,
): Promise<Accounts> {
  const { publicUrl, secret, trustProxy } = settings;
  return createAccounts({
    database: engine.database,
    ownerUrl: engine.database.url,
    secret,
    publicUrl,
    trustProxy,
    redisUrl: settings.redisUrl,
    schools: engine.schools,
    mailer,
    enrol: async (schoolId, classroomId, personId, role) => {
      const school = engine.schools.byId(schoolId);
      if (school)
        await runCommand(engine, { school, person: null }, 'classroom.enrol', {
          ...{ classroomId, personId, role },
          byCode: true,
        });
    },
    onSignedOut: (ending) => broker.publish({ kind: 'signed-out', ...ending }),
    log,
  });
}

/** The engine's own rounds, beside the plugins' jobs that say `every`. */
const SWEEP = { id: 'engine.sweep', cron: '17 3 * * *', kind: 'engine.sweep' };

const jobKinds = ({ contract, parts }: AnyPlugin) =>
  ((parts.jobs ?? []) as readonly (Pick<AnyJob, 'name' | 'every'> & { readonly deadlineMs?: number })[]).map(
    ({ name, every, deadlineMs }) => ({ kind: `${contract.id}.${name}`, every, deadlineMs }),
  );

function openJobs(
  { plugins, log, jobs: tuning }: OpenOptions,
  engine: Engine,
  accounts: Accounts,
  metrics: Metrics,
): Promise<Jobs> {
  const kinds = plugins.flatMap(jobKinds);
  const rounds = kinds.flatMap(({ kind, every }) => (every ? [{ id: kind, cron: every, kind }] : []));
  const deadlines = new Map(kinds.map(({ kind, deadlineMs }) => [kind, deadlineMs]));
  return startJobs({
    database: engine.database,
    handlers: {
      run: (row) => accounts.jobs[row.kind]?.(row.schoolId, row.payload) ?? runPromised(engine, row),
      async runScheduled(kind) {
        if (kind !== SWEEP.kind) return runScheduledJob(engine, kind);
        await sweepEvents(engine.database);
        await sweepRooms(engine.database);
        await accounts.sweep();
      },
      deadlineOf: (kind) => deadlines.get(kind),
    },
    schedules: [SWEEP, ...rounds],
    log,
    metrics: metrics.jobs,
    ...(tuning && { tuning }),
  });
}
