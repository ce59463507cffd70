import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../operation/log.ts';
import { type Cluster, type Keys, writeKeys } from './cluster.ts';
import { freePort } from './free-port.ts';
import { findPostmaster, killServer, type Postmaster } from './postmaster.ts';
import { runProgram } from './run-program.ts';
import { loggedSince } from './server-log.ts';
import { explain } from './why-not.ts';

interface RunOptions {
  readonly log: Log;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Sees to it that the cluster's server runs, and answers its port: takes over a healthy one, replaces one that was started
 * otherwise or does not answer, starts one where none runs.
 */
export async function runServer(cluster: Cluster, keys: Keys, options: RunOptions): Promise<number> {
  const running = findPostmaster(cluster.dir);
  if (running && (await isHealthy(running, cluster, keys, options))) {
    options.log.info({ pid: running.pid }, 'Took over the embedded PostgreSQL that an earlier run left behind.');
    return keys.port;
  }
  if (running) await stopServer(cluster);
  return startServer(cluster, keys, options);
}

/**
 * Lets running transactions go, writes all to disk, ends the server. A server that is gone already is fine. One that does not
 * end in `patience` seconds is ended without writing, and one that is frozen is killed: the next start repairs.
 */
export async function stopServer(cluster: Cluster, patience = 60): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if (!findPostmaster(cluster.dir)) return;
    await pgCtl(cluster, ['stop', '-m', mode, '-w', '-t', String(patience)]);
  }
  killServer(cluster.dir);
}

/** Starts a server that has ended, or is to, on the port it had: everybody who is connected knows it by that. */
export async function restartServer(cluster: Cluster, keys: Keys, options: RunOptions): Promise<void> {
  await stopServer(cluster, RESTART_SECONDS);
  await startServer(cluster, keys, { ...options, samePort: true }, 50);
}
/** Nobody is served meanwhile. */
const RESTART_SECONDS = 5;

/** Whether the server says anything at all, be it that it takes nobody now. */
export async function serverAnswers(keys: Keys, withinMs: number): Promise<boolean> {
  const client = newClient(keys, withinMs);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return !/timeout|timed out/i.test((error as Error).message);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Two refusals pass by themselves: another program took the port between our look and the server's start, and processes
 * of a server that was killed have not noticed yet.
 */
async function startServer(
  cluster: Cluster,
  keys: Keys,
  options: RunOptions & { readonly samePort?: boolean },
  tries = 10,
): Promise<number> {
  const port = options.samePort ? keys.port : await freePort(keys.port);
  const args = serverArguments(port, options.settings);
  const since = Date.now();
  const { code, output } = await pgCtl(cluster, ['start', '-w', '-t', '120', '-o', args.join(' ')]);
  if (code === 0) {
    if (port !== keys.port) await writeKeys(cluster, { ...keys, port });
    return port;
  }
  const said = `${output}\n${loggedSince(cluster.dir, since)}`;
  if (tries === 1 || !/Address already in use|memory block .* is still in use/.test(said))
    throw explain(said, cluster.dir);
  await sleep(200);
  return startServer(cluster, keys, options, tries - 1);
}

const pgCtl = ({ binaries, account, dir }: Cluster, args: readonly string[]) =>
  runProgram(binaries.pgCtl, [...args, '-D', dir], { account, cwd: dir, leavesServer: args[0] === 'start' });

/** Messages are never logged by the server: statements are left out, and so are the rows that errors quote. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  jit: 'off',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_size: '0',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

function serverArguments(port: number, settings: Readonly<Record<string, string>> = {}): string[] {
  const all = Object.entries({ ...SETTINGS, ...settings });
  return ['-p', String(port), ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function newClient({ port, password }: Keys, connectionTimeoutMillis: number): pg.Client {
  const place = { host: '127.0.0.1', port, user: 'homeroom', password, database: 'homeroom' };
  const client = new pg.Client({ ...place, connectionTimeoutMillis });
  client.on('error', () => undefined);
  return client;
}

async function isHealthy(running: Postmaster, cluster: Cluster, keys: Keys, options: RunOptions): Promise<boolean> {
  const expected = [cluster.binaries.postgres, '-D', cluster.dir, ...serverArguments(keys.port, options.settings)];
  if (running.command.join('\0') !== expected.join('\0')) return false;
  const client = newClient(keys, 3_000);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] === cluster.binaries.version;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
