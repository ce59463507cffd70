import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  createLog,
  fileFact,
  type OpenEngine,
  type RunningEngine,
  startEngine,
  stopOnSignals,
} from '../engine/index.ts';
import { migrationOwners } from '../migrations/index.ts';
import { appRouter, installed } from '../plugins/index.ts';
import { buildUiIfStale } from './build-ui.ts';
import { demoSchoolsIn, seedDemo } from './demo/seed-demo.ts';
import { devUi } from './dev-server.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { runProgram } from './explain.ts';
import { createSchoolFiles } from './school-files.ts';
import { problemLine } from './school-problems.ts';
import { writeSchoolSchema } from './school-schema.ts';
import { readSchools, type SchoolsReading } from './schools.ts';
import { root } from './tools/run-tool.ts';
import { type SchoolsWatch, watchSchools } from './watch-schools.ts';
import { welcomeText } from './welcome.ts';

interface Pages {
  readonly handler: (req: IncomingMessage, res: ServerResponse) => unknown;
  /** Gives the server the pages are on, to a development server. */
  readonly attach?: (server: Server) => void;
  /** Rejects when there can be no pages. */
  readonly ready: Promise<unknown>;
  close(): Promise<void>;
}

/** Starts the product and says where it is; stops it in order on Ctrl-C. */
export const serve = (options: { readonly dev: boolean }): Promise<void> => runProgram(() => start(options));

async function start({ dev }: { readonly dev: boolean }): Promise<void> {
  const environment = await readEnvironment();
  const log = createLog({ level: environment.logLevel, readable: !environment.production });
  if (dev) writeSchoolSchema(join(root, 'config/schools'), installed);
  const first = await readSchools(environment.schoolsDir, installed);
  const pages = dev ? developedPages() : builtPages();
  let watching: SchoolsWatch | undefined;
  const starting = bothOrNeither(
    startEngine({
      ...{ plugins: installed, router: appRouter, migrations: migrationOwners, schools: first.good },
      schoolFiles: createSchoolFiles({ dir: environment.schoolsDir, installed, log }),
      ...{
        settings: environment,
        host: environment.host,
        port: environment.port,
        realtimePort: environment.realtimePort,
        metricsPort: environment.metricsPort,
        metricsToken: environment.metricsToken,
      },
      ...{
        log,
        progress: progressLine(environment),
        ui: pages.handler,
        ...(pages.attach && { onServer: pages.attach }),
      },
      prepare: (opened) => prepare(environment, opened),
      badSchools: () => (watching?.problems() ?? first.bad).map(problemLine),
    }),
    pages.ready,
  );
  // Heard from the first moment: also a start that is interrupted stops what it has started, in order.
  onStop(dev, () => starting.then(([running]) => running.stop()));
  const [running] = await starting;
  watching = watch(environment, first, running, log);
  running.stops.add('school files', () => watching?.close());
  running.stops.add('pages', () => pages.close());
  const again = process.argv.includes('--again');
  console.log(again ? `Homeroom runs again at ${environment.publicUrl}` : await welcome(environment, running, first));
}

async function prepare({ demo }: Environment, opened: OpenEngine): Promise<void> {
  if (demo && (await seedDemo(opened, appRouter))) console.log('Demo schools made.');
}

const watch = (
  { schoolsDir: dir }: Environment,
  first: SchoolsReading,
  { engine }: RunningEngine,
  log: OpenEngine['engine']['log'],
) =>
  watchSchools({
    ...{ dir, installed, first, log },
    hear: (setup) => engine.schools.put(setup),
    tell: (slug, fingerprint) => engine.nodes.say(fileFact(slug), fingerprint),
  });

/** In development the terminal's signals are the supervisor's: it lets go of us when we are to stop. */
function onStop(dev: boolean, stop: () => Promise<void>): void {
  if (!dev) {
    stopOnSignals(stop);
    return;
  }
  const letGo = () => void stop().finally(() => process.exit(0));
  process.on('SIGINT', () => undefined);
  if (process.connected) process.on('disconnect', letGo);
  else letGo(); // while we were still loading
}

/** The pages as they were built, or are being built while the database starts. */
function builtPages(): Pages {
  const say = (text: string) => console.log(text.startsWith(' ') ? `The classroom UI is${text.trimEnd()}` : text);
  const loaded = buildUiIfStale(say).then(async () => {
    const file = `${root}/build/handler.js`;
    return (await import(file)) as { handler(req: IncomingMessage, res: ServerResponse, next: () => void): void };
  });
  return {
    handler: async (req, res) => (await loaded).handler(req, res, () => res.writeHead(404).end()),
    ready: loaded,
    close: () => Promise.resolve(),
  };
}

function developedPages(): Pages {
  return { ...devUi(), ready: Promise.resolve() };
}

/** Both at once; when one fails the other is stopped before its error is told. */
async function bothOrNeither<T>(engine: Promise<RunningEngine>, other: Promise<T>): Promise<[RunningEngine, T]> {
  try {
    return await Promise.all([engine, other]);
  } catch (error) {
    const running = await engine.catch(() => undefined);
    await running?.stop();
    throw error;
  }
}

/** Only the first start takes long enough to be told what it waits for. */
function progressLine({ databaseUrl, dataDir }: Environment): (step: string) => void {
  const isFirst = !databaseUrl && !existsSync(join(dataDir, 'postgres'));
  return (step) => void (isFirst && console.log(`${step} …`));
}

async function welcome(environment: Environment, running: RunningEngine, { bad }: SchoolsReading): Promise<string> {
  return welcomeText({
    environment,
    demo: environment.demo ? await demoSchoolsIn(running) : [],
    open: running.engine.schools.all().map(({ slug }) => slug),
    bad,
    mail: environment.smtpUrl ? [] : await newestMail(join(environment.dataDir, 'mail', 'index.txt')),
  });
}

/** The mail folder's own list: a line a letter, newest last. */
async function newestMail(index: string): Promise<string[]> {
  const lines = await readFile(index, 'utf8').catch(() => '');
  return lines.split('\n').filter(Boolean).slice(-5);
}
