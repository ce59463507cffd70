import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { type AnyPlugin, type PluginEnvironments, readPluginEnvironments, variablesOf } from '../engine/index.ts';
import { installed } from '../plugins/index.ts';
import { type LogLevel, Variables } from './environment-variables.ts';
import { keptSecret } from './kept-secret.ts';

/** Everything a deployment may set, read once. Paths are absolute; `undefined` means the built-in default does it. */
export interface Environment {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly realtimePort: number | undefined;
  /** Where operators are answered, beside the public address. */
  readonly metricsPort: number | undefined;
  readonly metricsToken: string | undefined;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly rowSecurity: boolean;
  readonly redisUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly schoolsDir: string;
  readonly demo: boolean;
  readonly trustProxy: number;
  readonly secret: string;
  readonly logLevel: LogLevel;
  readonly pluginEnvironments: PluginEnvironments;
}

/** Variables that are wrong: each with its cure, all of them at once. */
export class EnvironmentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'EnvironmentError';
    this.problems = problems;
  }
}

type Written = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment, the server's variables and those of plugins. Makes DATA_DIR and a SECRET in it when none is given;
 * PORT=0 becomes a port that is free now.
 * @throws EnvironmentError with a sentence for every wrong variable; Error when two read the same one
 */
export async function readEnvironment(
  variables: Written = process.env,
  plugins: readonly AnyPlugin[] = installed,
): Promise<Environment> {
  refuseReadTwice(plugins);
  const written = withoutEmpty(variables);
  const parsed = Variables.safeParse(written);
  const ofPlugins = readPluginEnvironments(plugins, written);
  const problems = [
    ...(parsed.success ? contradictions(parsed.data) : parsed.error.issues.map((issue) => told(issue, variables))),
    ...ofPlugins.problems.map((issue) => told(issue, variables)),
  ];
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(problems);
  return assemble(parsed.data, ofPlugins.environments);
}

/** What is set for one part of the product must not change another. */
function refuseReadTwice(plugins: readonly AnyPlugin[]): void {
  const readers = new Map(Object.keys(Variables.shape).map((name) => [name, 'the server']));
  for (const plugin of plugins) {
    const reader = `the plugin "${plugin.contract.id}"`;
    for (const name of variablesOf(plugin)) {
      const other = readers.get(name);
      if (other)
        throw new Error(`The variable ${name} is read by ${other} and by ${reader}: give one of them another name.`);
      readers.set(name, reader);
    }
  }
}

async function assemble(set: Variables, pluginEnvironments: PluginEnvironments): Promise<Environment> {
  const dataDir = resolve(set.DATA_DIR);
  const port = set.PORT === 0 ? await freePort(set.HOST) : set.PORT;
  return {
    production: inProduction(set),
    host: set.HOST,
    port,
    realtimePort: set.REALTIME_PORT,
    metricsPort: set.METRICS_PORT,
    metricsToken: set.METRICS_TOKEN,
    dataDir,
    databaseUrl: set.DATABASE_URL,
    rowSecurity: set.ROW_SECURITY === 'on',
    redisUrl: set.REDIS_URL,
    smtpUrl: set.SMTP_URL,
    publicUrl: (set.PUBLIC_URL ?? `http://${reachable(set.HOST)}:${port}`).replace(/\/+$/, ''),
    schoolsDir: resolve(set.SCHOOLS_DIR),
    demo: set.DEMO === undefined ? !inProduction(set) : set.DEMO === '1',
    trustProxy: set.TRUST_PROXY,
    secret: set.SECRET ?? keptSecret(dataDir),
    logLevel: set.LOG_LEVEL,
    pluginEnvironments,
  };
}

const inProduction = (set: Variables): boolean => set.NODE_ENV === 'production';

/** What is right alone and wrong together. */
function contradictions(set: Variables): string[] {
  const problems: string[] = [];
  if (inProduction(set) && set.DATABASE_URL && !set.SECRET) {
    problems.push(
      'SECRET is missing: in production with DATABASE_URL every node must have the same one; `openssl rand -base64 32` makes it.',
    );
  }
  if (set.REALTIME_PORT !== undefined && set.REALTIME_PORT === set.PORT) {
    problems.push(`REALTIME_PORT is ${set.PORT}, like PORT: give another port, or leave it out to use PORT for both.`);
  }
  for (const other of ['PORT', 'REALTIME_PORT'] as const) {
    if (set.METRICS_PORT !== undefined && set.METRICS_PORT === set[other])
      problems.push(`METRICS_PORT is ${set.METRICS_PORT}, like ${other}: give another port.`);
  }
  return problems;
}

/** Of addresses and secrets the value is not repeated: it may hold a password. */
function told({ path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>, variables: Written): string {
  const name = String(path[0]);
  const isSecret = /_URL$|_KEYS?$|_TOKEN$|SECRET/.test(name);
  const value = isSecret ? 'not usable' : JSON.stringify(variables[name]);
  return `${name} is ${variables[name] === undefined ? 'missing' : value}: ${message}.`;
}

/** A variable set to nothing is one that is not set: that is how compose files and shells leave things out. */
const withoutEmpty = (variables: Written): Written =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''));

const reachable = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};
function freePort(host: string): Promise<number> {
  const { promise, resolve: found, reject } = Promise.withResolvers<number>();
  const server = createServer().once('error', reject);
  server.listen(0, host, () => {
    const address = server.address();
    server.close(() => found(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}
