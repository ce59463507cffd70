import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyRouter } from '@trpc/server';
import { migrationOwners } from '../../migrations/index.ts';
import { type AppRouter, appRouter, installed } from '../../plugins/index.ts';
import type { SignedIn } from '../accounts/signed-in.ts';
import { answerCall } from '../api/call.ts';
import type { ApiContext } from '../api/context.ts';
import { engineRouters } from '../api/engine-routers.ts';
import type { ErrorFacts } from '../api/errors.ts';
import { LIMITS, type LimitSettings } from '../api/limits.ts';
import { router, routerOf } from '../api/procedures.ts';
import type { ConnectionsTiming } from '../connections/connections.ts';
import type { JobTuning } from '../jobs/job-tuning.ts';
import { readMailFolder, type WrittenMail } from '../mail/read-mail-folder.ts';
import { type OpenEngine, type OpenOptions, openEngine } from '../open-engine.ts';
import { createLog } from '../operation/log.ts';
import type { AnyPlugin } from '../plugin-host/any-plugin.ts';
import { composePlugins } from '../plugin-host/compose-plugins.ts';
import { routerKey } from '../plugin-host/contract.ts';
import { readPluginEnvironments } from '../plugin-host/start-plugins.ts';
import type { BrokerMessage } from '../realtime/broker.ts';
import type { EventFrame } from '../realtime/protocol.ts';
import type { PluginChoice } from '../schools/school-plugins.ts';
import type { LiveSchool } from '../schools/schools.ts';
import type { StartOptions } from '../start.ts';
import { createTestDatabase } from './test-database.ts';
import { until } from './until.ts';

export type TestPerson = SignedIn['person'] & { readonly email: string };
export type Caller = ReturnType<AppRouter['createCaller']>;

export interface TestEngineOptions {
  /** Plugins of the test's own, made with `definePlugin`; they stand behind the installed ones. */
  readonly plugins?: readonly AnyPlugin[];
  /** What each school uses. Unless said, Oakwood uses every plugin there is and Elmgrove none. */
  readonly schools?: Readonly<Record<string, Readonly<Record<string, PluginChoice>>>>;
  /** Unless said, nobody is ever too fast. */
  readonly limits?: Partial<LimitSettings>;
  readonly jobs?: Partial<JobTuning>;
  /** Another node of the same deployment; both are given the same Redis, or neither hears of the other. */
  readonly beside?: { readonly database: Pick<OpenEngine['database'], 'url'> };
  readonly redisUrl?: string;
  /** Instead: a PostgreSQL of its own in this folder, which stays. */
  readonly dataDir?: string;
  readonly publicUrl?: string;
  /** Variables that plugins read. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where schools' files are; unless said, they stand in none. */
  readonly schoolFiles?: OpenOptions['schoolFiles'];
  /** Of `startTestServer`: how soon what opens and closes is known. */
  readonly connections?: Partial<ConnectionsTiming>;
  /** Of `startTestServer`: what operators are told, and where. */
  readonly operation?: Pick<StartOptions, 'badSchools' | 'metricsPort' | 'metricsToken' | 'ui'>;
}

/** The envelope in which the API answers: `data`, or the whole error as it goes over the wire. */
export interface Answer {
  readonly data?: unknown;
  readonly error?: {
    readonly message: string;
    readonly code: number;
    readonly data: { code: string; httpStatus: number; error: ErrorFacts };
  };
}

/** A real engine, without sockets and HTTP, on a database of its own. */
export interface TestEngine extends OpenEngine {
  readonly plugins: readonly AnyPlugin[];
  readonly router: AnyRouter;
  /** The typed API as one person has it. */
  as(person: TestPerson): Caller;
  /** Any procedure by its path, with any input, also for plugins of the test's own; null is nobody signed in. */
  ask(person: TestPerson | null, path: string, input?: unknown, method?: 'the other method'): Promise<Answer>;
  /** Recorded events announced in a room since the engine began, in the order they were announced. */
  heard(roomId: string): readonly EventFrame[];
  /** Everything that was announced. */
  readonly news: BrokerMessage[];
  /** The engine's own part of it since there were so many: plugins that are on tell theirs whenever their jobs run. */
  ownNews(since: number): BrokerMessage[];
  /** Lines of the log from `warn` up. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** What was mailed to an address, oldest first. */
  mails(to: string): Promise<readonly WrittenMail[]>;
  school(slug: string): LiveSchool;
  /** Saves a school's file anew. */
  usePlugins(slug: string, plugins: Readonly<Record<string, PluginChoice>>): Promise<LiveSchool>;
  /** Rows as the system role sees them, of every school. */
  rows<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** Waits until what was promised has been done, or is waiting to be tried again. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const FACTS = { locale: 'en', timezone: 'Europe/London', registration: { by: 'closed' } } as const;
const ENDLESS = { count: 1e12, seconds: 1 };
const UNLIMITED = Object.fromEntries(Object.keys(LIMITS).map((kind) => [kind, ENDLESS])) as LimitSettings;

/** Opens an engine for one file of tests. Takes about a second, most of it the queue's and the accounts' tables. */
export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const kit = await prepareEngine(options);
  try {
    const opened = await openEngine(kit.options);
    return { ...opened, ...doorsOf(opened, kit) };
  } catch (error) {
    await kit.clean();
    throw error;
  }
}

interface Prepared {
  readonly options: OpenOptions;
  readonly logged: Record<string, unknown>[];
  clean(): Promise<void>;
}

/** What an engine is opened with: a database and a folder of its own, a log that is kept. */
export async function prepareEngine(given: TestEngineOptions): Promise<Prepared> {
  const {
    plugins = [],
    schools,
    limits,
    jobs,
    redisUrl,
    publicUrl = 'http://127.0.0.1',
    environment,
    schoolFiles,
  } = given;
  const store = await storeFor(given);
  const dataDir = given.dataDir ?? (await mkdtemp(join(tmpdir(), 'homeroom-engine-')));
  const all = composePlugins([...installed, ...plugins]);
  const logged: Record<string, unknown>[] = [];
  const everything = Object.fromEntries(all.map(({ contract }) => [contract.id as string, true]));
  const chosen = { oakwood: everything, elmgrove: {}, ...schools };
  return {
    logged,
    options: {
      plugins: all,
      router: plugins.length === 0 ? appRouter : routerWith(all),
      migrations: [...migrationOwners, ...plugins.map(ownerOf)],
      schools: Object.entries(chosen).map(([slug, choices]) => ({
        ...FACTS,
        slug,
        title: titleOf(slug),
        plugins: choices,
      })),
      settings: {
        dataDir,
        databaseUrl: store.url,
        redisUrl,
        rowSecurity: true,
        publicUrl,
        pluginEnvironments: readPluginEnvironments(all, environment ?? {}).environments,
        trustProxy: 0,
        secret: 'thirty-two characters, for tests.',
      },
      schoolFiles,
      limits: { ...UNLIMITED, ...limits },
      ...(jobs && { jobs }),
      log: createLog({ level: 'warn', readable: false, to: { write: (line) => void logged.push(JSON.parse(line)) } }),
    },
    async clean() {
      await store.drop();
      if (!given.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function storeFor({ beside, dataDir }: TestEngineOptions) {
  if (dataDir || beside) return { url: beside?.database.url, drop: async () => {} };
  return createTestDatabase();
}

const titleOf = (slug: string): string => `${slug.slice(0, 1).toUpperCase()}${slug.slice(1)} School`;

const ownerOf = ({ contract, parts }: AnyPlugin) => ({
  name: contract.id as string,
  migrations: parts.migrations ?? [],
});

const routerWith = (plugins: readonly AnyPlugin[]): AnyRouter => {
  const branches = plugins
    .filter(({ parts }) => parts.router)
    .map((plugin) => [routerKey(plugin.contract.id), routerOf(plugin)]);
  return router({ ...engineRouters, ...(Object.fromEntries(branches) as Record<string, AnyRouter>) });
};

/** What a test does with an engine. */
export function doorsOf(
  { engine, database, broker, jobs, base, stops }: OpenEngine,
  { options, logged, clean }: Prepared,
) {
  const news: BrokerMessage[] = [];
  const heard = new Map<string, EventFrame[]>();
  broker.subscribe((message) => {
    news.push(message);
    if (message.kind !== 'events') return;
    const { room, events } = message;
    heard.set(room, [...(heard.get(room) ?? []), ...events]);
  });
  const ofPlugin = (event: string) => options.plugins.some(({ contract }) => event.startsWith(`${contract.id}.`));
  const contextOf = (who: SignedIn | null): ApiContext => ({
    ...base,
    who,
    address: '127.0.0.1',
    setCookie: () => undefined,
  });
  const isIdle = async (): Promise<boolean> => {
    const { outbox, waiting, active } = await jobs.counts();
    await engine.gatherings.settled();
    return outbox === 0 && waiting === 0 && active === 0;
  };
  const school = (slug: string): LiveSchool => engine.schools.bySlug(slug) as LiveSchool;
  return {
    plugins: options.plugins,
    router: options.router,
    news,
    ownNews: (since: number) =>
      news.slice(since).filter((told) => told.kind !== 'passing' || !ofPlugin(told.frame.event)),
    logged,
    mails: (to: string) => readMailFolder(join(options.settings.dataDir, 'mail'), to),
    school,
    as: (person: TestPerson) => options.router.createCaller(contextOf(signedIn(person))) as Caller,
    ask: (person: TestPerson | null, path: string, input?: unknown, method?: 'the other method'): Promise<Answer> =>
      askRouter(options.router, contextOf(person && signedIn(person)), path, input, method !== undefined),
    heard: (roomId: string) => heard.get(roomId) ?? [],
    usePlugins: (slug: string, plugins: Readonly<Record<string, PluginChoice>>) =>
      engine.schools.put({ ...FACTS, slug, title: school(slug).title, plugins }),
    rows: async <T extends object>(text: string, values: readonly unknown[] = []) =>
      (await database.system.query<T>(text, [...values])).rows,
    // Looked at twice: a job that ends between two counts of one look may have promised another one.
    settled: () => until(async () => (await isIdle()) && (await isIdle())),
    async stop() {
      await stops.stop();
      await clean();
    },
  };
}

const signedIn = (person: TestPerson): SignedIn => ({
  session: `session of ${person.id}`,
  rights: person.role,
  account: person.accountId,
  person,
});

/** As a browser's call does, it goes through the dispatcher of the socket: what is not JSON does not get through. */
async function askRouter(
  router: AnyRouter,
  ctx: ApiContext,
  path: string,
  input: unknown,
  otherMethod: boolean,
): Promise<Answer> {
  const type = (router._def.procedures as Record<string, { _def: { type: string } }>)[path]?._def.type;
  const method = (type === 'query') !== otherMethod ? 'query' : 'mutation';
  const answer = (await answerCall(router, ctx, { id: 1, method, params: { path, input } })) as {
    result?: { data: unknown };
    error?: Answer['error'];
  };
  return answer.error ? { error: answer.error } : { data: answer.result?.data };
}
