import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { firstClosedFolder } from './account.ts';
import type { Binaries } from './binaries.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { runProgram } from './run-program.ts';
import { explain } from './why-not.ts';

/** The folder of one PostgreSQL server, below the data folder, and who runs it. */
export interface Cluster {
  readonly dir: string;
  readonly account: Account | undefined;
  readonly binaries: Binaries;
}

/** What is kept beside the cluster's files: the way in, and the port it listened on last. */
export interface Keys {
  readonly password: string;
  readonly superuserPassword: string;
  readonly port: number;
}

/** Checks the cluster's folder and makes the cluster on the first start. Throws DatabaseNotReady with the cure. */
export async function ensureCluster(cluster: Cluster, dataDir: string): Promise<void> {
  refuseClosedDataFolder(dataDir, cluster.account);
  await rm(`${cluster.dir}.new`, { recursive: true, force: true });
  if (existsSync(join(cluster.dir, 'PG_VERSION'))) return refuseOtherMajor(cluster);
  if (existsSync(cluster.dir) && readdirSync(cluster.dir).length > 0) {
    throw new DatabaseNotReady(
      `${cluster.dir} holds files but no database: move them away, or set DATA_DIR to another folder.`,
    );
  }
  await makeCluster(cluster);
}

export function readKeys(cluster: Cluster): Keys {
  try {
    return JSON.parse(readFileSync(keysFile(cluster.dir), 'utf8')) as Keys;
  } catch (cause) {
    throw new DatabaseNotReady(
      `The database's password in ${keysFile(cluster.dir)} cannot be read: run Homeroom as the account that owns that file, or put it back from a backup.`,
      { cause },
    );
  }
}

/** Written beside and renamed, so that a full disk cannot leave half a file. */
export async function writeKeys(cluster: Cluster, keys: Keys, dir = cluster.dir): Promise<void> {
  const file = keysFile(dir);
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  if (cluster.account) await chown(`${file}.new`, cluster.account.uid, cluster.account.gid);
  await rename(`${file}.new`, file);
}

const keysFile = (dir: string): string => join(dir, 'homeroom.json');

/** Made under another name and renamed when whole: a start that is interrupted leaves nothing half made. */
async function makeCluster(cluster: Cluster): Promise<void> {
  const making = `${cluster.dir}.new`;
  const keys: Keys = { password: secret(), superuserPassword: secret(), port: 0 };
  try {
    await mkdir(making, { mode: 0o700 });
    if (cluster.account) await chown(making, cluster.account.uid, cluster.account.gid);
    await chmod(making, 0o700);
    await initialise(cluster, making);
    await makeLogin(cluster, making, keys);
    await writeKeys(cluster, keys, making);
    await rm(cluster.dir, { recursive: true, force: true });
    await rename(making, cluster.dir);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
}

async function initialise({ account, binaries, dir }: Cluster, making: string): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth-host=scram-sha-256', '--auth-local=peer'];
  const args = [`--pgdata=${making}`, '--no-instructions', ...locale, ...access];
  const { code, output } = await runProgram(binaries.initdb, args, { account, cwd: making });
  if (code !== 0) throw explain(output, dir);
}

/** The everyday login is no superuser: it owns the database and may make the roles that Homeroom works as. */
async function makeLogin({ account, binaries, dir }: Cluster, making: string, keys: Keys): Promise<void> {
  const input = [
    `alter role postgres password '${keys.superuserPassword}';`,
    `create role homeroom login createrole createdb password '${keys.password}';`,
    'create database homeroom owner homeroom;',
  ].join('\n');
  const { code, output } = await runProgram(binaries.postgres, ['--single', '-D', making, 'postgres'], {
    account,
    cwd: making,
    input,
  });
  if (code !== 0 || output.includes('ERROR:')) throw explain(output, dir);
}

const secret = (): string => randomBytes(24).toString('hex');

function refuseClosedDataFolder(dataDir: string, account: Account | undefined): void {
  const closed = account && firstClosedFolder(dataDir, account);
  if (!closed) return;
  throw new DatabaseNotReady(
    `PostgreSQL runs as account ${account.uid}, which may not enter ${closed}: set DATA_DIR to a folder it may enter (/var/lib/homeroom, say), run "chmod o+x ${closed}", or start Homeroom as an ordinary account.`,
  );
}

function refuseOtherMajor({ dir, binaries }: Cluster): void {
  const made = readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim();
  if (made === binaries.major) return;
  throw new DatabaseNotReady(
    `${dir} was made by PostgreSQL ${made} and this Homeroom brings PostgreSQL ${binaries.major}: load a pg_dump of it into a fresh DATA_DIR, or set DATABASE_URL to a PostgreSQL ${made} server that has the data.`,
  );
}
