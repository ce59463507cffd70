import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { PluginContract } from '../engine/contract.ts';
import { definePlugin, variablesOf } from '../engine/index.ts';
import { installed } from '../plugins/index.ts';
import { type EnvironmentError, readEnvironment } from './environment.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'homeroom-environment-'));
  folders.push(made);
  return made;
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true });
});
const problemsOf = (variables: Record<string, string>): Promise<readonly string[]> =>
  readEnvironment({ DATA_DIR: folder(), ...variables }).then(
    () => [],
    (error: EnvironmentError) => error.problems,
  );

test('without any variable the product runs on this machine alone, with the demo', async () => {
  const environment = await readEnvironment({ DATA_DIR: folder() });
  expect(environment).toMatchObject({
    production: false,
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    databaseUrl: undefined,
    rowSecurity: true,
    demo: true,
    trustProxy: 0,
    logLevel: 'info',
  });
  expect(environment.schoolsDir).toMatch(/^\/.*\/config\/schools$/);
});

test('operators have a port and a token of their own, and the token is never repeated', async () => {
  const METRICS_TOKEN = 'a-token-of-the-operators';
  expect(await readEnvironment({ DATA_DIR: folder(), METRICS_PORT: '9090', METRICS_TOKEN })).toMatchObject({
    metricsPort: 9090,
    metricsToken: METRICS_TOKEN,
  });
  expect(await problemsOf({ METRICS_PORT: '0', METRICS_TOKEN: 'hunter2' })).toEqual([
    'METRICS_PORT is "0": give a port from 1 to 65535, like METRICS_PORT=9090.',
    'METRICS_TOKEN is not usable: give at least 16 characters without blanks; `openssl rand -hex 24` makes some.',
  ]);
  expect(await problemsOf({ METRICS_PORT: '3000', PORT: '3000' })).toEqual([
    'METRICS_PORT is 3000, like PORT: give another port.',
  ]);
});

test('production has no demo unless it asks for one', async () => {
  expect((await readEnvironment({ NODE_ENV: 'production', DATA_DIR: folder() })).demo).toBe(false);
  expect((await readEnvironment({ NODE_ENV: 'production', DEMO: '1', DATA_DIR: folder() })).demo).toBe(true);
});

test('every wrong variable is named with its cure, all of them at once', async () => {
  expect(
    await problemsOf({ PORT: 'http', TRUST_PROXY: '-1', DEMO: 'yes', LOG_LEVEL: 'loud', ROW_SECURITY: '0' }),
  ).toEqual([
    'PORT is "http": give a port from 1 to 65535, like PORT=3000.',
    'ROW_SECURITY is "0": use on or off.',
    'DEMO is "yes": use 1 or 0.',
    'TRUST_PROXY is "-1": give the number of proxies in front, like TRUST_PROXY=1.',
    'LOG_LEVEL is "loud": use trace, debug, info, warn, error or silent.',
  ]);
  expect(await problemsOf({ PORT: '70000' })).toEqual([
    'PORT is "70000": give a port from 1 to 65535, like PORT=3000.',
  ]);
});

test('an address that is wrong is not repeated, because it may hold a password', async () => {
  const problems = await problemsOf({
    DATABASE_URL: 'mysql://me:hunter2@db/x',
    REDIS_URL: 'host:6379',
    SMTP_URL: 'mail',
  });
  expect(problems).toEqual([
    'DATABASE_URL is not usable: give an address like postgres://name:password@host:5432/homeroom.',
    'REDIS_URL is not usable: give an address like redis://host:6379.',
    'SMTP_URL is not usable: give an address like smtp://name:password@host:587.',
  ]);
});

test('a short secret is refused, and production with a database demands one', async () => {
  expect(await problemsOf({ SECRET: 'short' })).toEqual([
    'SECRET is not usable: give at least 32 characters; `openssl rand -base64 32` makes some.',
  ]);
  const [problem] = await problemsOf({ NODE_ENV: 'production', DATABASE_URL: 'postgres://db/homeroom' });
  expect(problem).toMatch(/^SECRET is missing: /);
});

test('one port cannot be both', async () => {
  expect(await problemsOf({ PORT: '3000', REALTIME_PORT: '3000' })).toEqual([
    'REALTIME_PORT is 3000, like PORT: give another port, or leave it out to use PORT for both.',
  ]);
});

test('the secret is made once, kept in the data folder and readable by its owner alone', async () => {
  const DATA_DIR = join(folder(), 'new', 'data');
  const first = await readEnvironment({ DATA_DIR });
  expect(first.secret.length).toBeGreaterThanOrEqual(43);
  expect((await readEnvironment({ DATA_DIR })).secret).toBe(first.secret);
  expect(statSync(join(DATA_DIR, 'secret')).mode & 0o777).toBe(0o600);
});

test('a damaged secret file is named with its cure', async () => {
  const DATA_DIR = folder();
  writeFileSync(join(DATA_DIR, 'secret'), 'x');
  await expect(readEnvironment({ DATA_DIR })).rejects.toThrow(/secret is damaged: delete it/);
});

test('a variable set to nothing counts as not set', async () => {
  expect((await readEnvironment({ DATA_DIR: folder(), DATABASE_URL: '', PORT: ' ' })).port).toBe(3000);
});

test('the public address loses its slash, and a server for everybody is linked as localhost', async () => {
  expect((await readEnvironment({ DATA_DIR: folder(), PUBLIC_URL: 'https://chat.example.org/' })).publicUrl).toBe(
    'https://chat.example.org',
  );
  expect((await readEnvironment({ DATA_DIR: folder(), HOST: '0.0.0.0', PORT: '8080' })).publicUrl).toBe(
    'http://localhost:8080',
  );
});

test('port 0 becomes a port that is free', async () => {
  const environment = await readEnvironment({ DATA_DIR: folder(), PORT: '0' });
  expect(environment.port).toBeGreaterThan(1023);
  expect(environment.publicUrl).toBe(`http://127.0.0.1:${environment.port}`);
});

const plugin = (id: string, environment: z.ZodObject) => {
  const contract: PluginContract = { id, summary: 'For a test.', settings: z.strictObject({}) };
  return definePlugin(contract, { environment });
};
const bell = plugin(
  'bell',
  z.object({
    BELL_PORT: z.coerce.number('give a port, like BELL_PORT=4000').default(4000),
    BELL_KEY: z.string().min(8, 'give at least 8 characters').optional(),
  }),
);

test('what plugins read is read with the rest, and each gets its own', async () => {
  const environment = await readEnvironment({ DATA_DIR: folder(), BELL_PORT: '4100', OTHER: 'x' }, [bell]);
  expect(environment.pluginEnvironments).toEqual({ bell: { BELL_PORT: 4100 } });
});

test('a variable of a plugin that is wrong or missing is named with its cure beside the others', async () => {
  const needy = plugin('needy', z.object({ NEEDY_HOST: z.string('give a host, like NEEDY_HOST=localhost') }));
  const variables = { DATA_DIR: folder(), PORT: 'http', BELL_PORT: 'four', BELL_KEY: 'hunter2' };
  await expect(readEnvironment(variables, [bell, needy])).rejects.toMatchObject({
    problems: [
      'PORT is "http": give a port from 1 to 65535, like PORT=3000.',
      'BELL_PORT is "four": give a port, like BELL_PORT=4000.',
      'BELL_KEY is not usable: give at least 8 characters.',
      'NEEDY_HOST is missing: give a host, like NEEDY_HOST=localhost.',
    ],
  });
});

test('a variable that two would read is refused by its name', async () => {
  const loud = plugin('loud', z.object({ BELL_PORT: z.string().optional() }));
  await expect(readEnvironment({}, [bell, loud])).rejects.toThrow(
    'The variable BELL_PORT is read by the plugin "bell" and by the plugin "loud": give one of them another name.',
  );
  const greedy = plugin('greedy', z.object({ SECRET: z.string().optional() }));
  await expect(readEnvironment({}, [greedy])).rejects.toThrow(
    'The variable SECRET is read by the server and by the plugin "greedy": give one of them another name.',
  );
});

test('README tells of every variable that an installed plugin reads', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const names = installed.flatMap(variablesOf);
  expect(names).toEqual(expect.arrayContaining(['STORAGE_URL', 'CLAMAV_URL', 'VAPID_KEYS']));
  for (const name of names) expect(readme).toContain(`| \`${name}\` |`);
});
