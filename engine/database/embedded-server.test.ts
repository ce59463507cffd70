import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../operation/log.ts';
import { until } from '../testing/until.ts';
import { serverAccount } from './account.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts';
import { ask, isRoot, makeFolder, mayMount, otherProcess, postmasterOf, withOwnMounts } from './server-trial.ts';

const log = silentLog();
const NOBODY = 65534;
const onLost = (reason: Error): void => console.error(reason);

let dataDir: string;
let server: EmbeddedServer | undefined;

beforeAll(async () => {
  dataDir = makeFolder();
  const first = await startEmbeddedServer({ dataDir, log, onLost });
  await ask(first.url, 'create table kept as select 1 as n');
  await first.stop();
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const start = async (settings = {}): Promise<EmbeddedServer> => {
  server = await startEmbeddedServer({ dataDir, log, settings, onLost });
  return server;
};
const stateFile = (name: string): string => join(dataDir, 'postgres', name);

describe('the embedded server', () => {
  it('keeps rows, port and password from one start to the next', async () => {
    const { url } = await start();
    expect(await ask(url, 'select n from kept')).toEqual([{ n: 1 }]);
    await server?.stop();
    expect((await start()).url).toBe(url);
  });

  it('signs nobody in without the password, and lets only its own account read it', async () => {
    const { url } = await start();
    const wrong = url.replace(/:[^:@]+@/, ':wrong@');
    await expect(ask(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
    const superuser = wrong.replace('//homeroom', '//postgres');
    await expect(ask(superuser, 'select 1')).rejects.toThrow(/password authentication failed/);
    expect((await stat(stateFile('homeroom.json'))).mode & 0o777).toBe(0o600);
  });

  it('gives a login that is no superuser', async () => {
    const { url } = await start();
    const [role] = await ask(url, 'select rolsuper, rolbypassrls from pg_roles where rolname = current_user');
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false });
  });

  it('writes no statement and no row to its log', async () => {
    const { url } = await start();
    await ask(url, 'create table secrets (n int unique, t text)');
    await expect(ask(url, `insert into secrets values (1, 'whisper'), (1, 'whisper')`)).rejects.toThrow(
      /duplicate key/,
    );
    await ask(url, 'drop table secrets');
    const { loggedSince } = await import('./server-log.ts');
    const logged = loggedSince(join(dataDir, 'postgres'), 0);
    expect(logged).toContain('duplicate key');
    expect(logged).not.toMatch(/whisper|insert into|\(n\)=\(1\)/);
  });

  it('may be stopped twice', async () => {
    const { stop } = await start();
    await Promise.all([stop(), stop()]);
    expect(existsSync(stateFile('postmaster.pid'))).toBe(false);
  });
});

describe('after a Homeroom that was killed', () => {
  it('takes over the server it left running, rows and all', async () => {
    const { child, said } = await otherProcess(dataDir);
    const url = said.replace('listens ', '');
    await ask(url, 'create table acknowledged as select 2 as n');
    const left = postmasterOf(dataDir);
    await kill(child);
    expect((await start()).url).toBe(url);
    expect(postmasterOf(dataDir)).toBe(left);
    expect(await ask(url, 'select n from acknowledged')).toEqual([{ n: 2 }]);
  });

  it('replaces the server it left running when that was started otherwise', async () => {
    const { child } = await otherProcess(dataDir);
    const left = postmasterOf(dataDir);
    await kill(child);
    const { url } = await start({ work_mem: '8MB' });
    expect(postmasterOf(dataDir)).not.toBe(left);
    expect(await ask(url, 'show work_mem')).toEqual([{ work_mem: '8MB' }]);
  });

  it('starts when the server was killed as well', async () => {
    const { child } = await otherProcess(dataDir);
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    await kill(child);
    expect(await ask((await start()).url, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  it('starts when the number of its server belongs to another process by now', async () => {
    await writeFile(stateFile('postmaster.pid'), `${process.pid}\n${stateFile('')}\n`);
    expect(await ask((await start()).url, 'select n from kept')).toEqual([{ n: 1 }]);
  });
});

describe('a server that dies', () => {
  const SOON = { lookMs: 20, askMs: 50, silenceMs: 300, pauseMs: 20 };
  let lost: Error[];
  const startWatched = async (shortMs: number): Promise<string> => {
    lost = [];
    const onLost = (reason: Error) => void lost.push(reason);
    server = await startEmbeddedServer({ dataDir, log, onLost, watch: { ...SOON, shortMs } });
    return server.url;
  };
  const isOther = (pid: number) => existsSync(stateFile('postmaster.pid')) && postmasterOf(dataDir) !== pid;
  const answersAt = (url: string) =>
    ask(url, 'select n from kept').then(
      () => true,
      () => false,
    );

  it.each(['SIGKILL', 'SIGQUIT', 'SIGINT'] as const)('by %s is started again, on its port', async (signal) => {
    const url = await startWatched(0);
    const pid = postmasterOf(dataDir);
    process.kill(pid, signal);
    await until(async () => isOther(pid) && (await answersAt(url)));
    expect(lost).toEqual([]);
  });

  it('that is told to stop while somebody is connected, and would wait for them for ever, is started again', async () => {
    const url = await startWatched(0);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const pid = postmasterOf(dataDir);
    process.kill(pid, 'SIGTERM');
    await until(async () => isOther(pid) && (await answersAt(url)));
    await client.end().catch(() => undefined);
  });

  it('of which one process is killed repairs itself, and is left alone', async () => {
    const url = await startWatched(0);
    const pid = postmasterOf(dataDir);
    const client = new pg.Client({ connectionString: url });
    const lostIt = new Promise((heard) => client.once('error', heard));
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() pid');
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    await lostIt;
    await until(() => answersAt(url));
    expect(postmasterOf(dataDir)).toBe(pid);
  });

  it('by being frozen is replaced', { timeout: 40_000 }, async () => {
    const url = await startWatched(0);
    const pid = postmasterOf(dataDir);
    process.kill(pid, 'SIGSTOP');
    for (let look = 0; look < 4 && !isOther(pid); look++) await until(() => isOther(pid)).catch(() => undefined);
    await until(() => answersAt(url));
  });

  it('three times within a minute, soon after each start, is given up', async () => {
    const url = await startWatched(60_000);
    for (let death = 0; death < 4; death++) {
      const pid = postmasterOf(dataDir);
      process.kill(pid, 'SIGKILL');
      if (death < 3) await until(async () => isOther(pid) && (await answersAt(url)));
    }
    await until(() => lost.length > 0);
    expect(lost).toHaveLength(1);
    expect(lost[0]?.message).toMatch(/ends soon after each start/);
  });

  it('and cannot be started is given up after three tries', async () => {
    await startWatched(0);
    const pid = postmasterOf(dataDir);
    await rename(stateFile('global'), stateFile('global.away'));
    process.kill(pid, 'SIGKILL');
    await until(() => lost.length > 0);
    expect(lost).toHaveLength(1);
    await rename(stateFile('global.away'), stateFile('global'));
  });
});

describe('beside others', () => {
  it('is not reached by Ctrl-C in the terminal', async () => {
    const { child, said } = await otherProcess(dataDir);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await ask(said.replace('listens ', ''), 'select n from kept')).toEqual([{ n: 1 }]);
    await kill(child);
    await start();
  });

  it('takes another port when its own is taken, and keeps that', async () => {
    const { url } = await start();
    await server?.stop();
    const squatter = createServer().listen(Number(new URL(url).port), '127.0.0.1');
    await once(squatter, 'listening');
    const moved = (await start()).url;
    expect(new URL(moved).port).not.toBe(new URL(url).port);
    await server?.stop();
    squatter.close();
    expect((await start()).url).toBe(moved);
  });

  it('refuses a second Homeroom on its data folder, and names the first', async () => {
    const { child } = await otherProcess(dataDir);
    await expect(start()).rejects.toThrow(`Homeroom already runs on ${dataDir} (process ${child.pid}): stop it first`);
    await kill(child);
    await start();
  });
});

describe('a data folder that cannot be used', () => {
  it('was made by another major version: says so, and starts when it is put right', async () => {
    await writeFile(stateFile('PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(
      /was made by PostgreSQL 17 and this Homeroom brings PostgreSQL 18: load a pg_dump/,
    );
    await writeFile(stateFile('PG_VERSION'), '18\n');
    await start();
  });

  it('holds somebody else’s files: leaves them alone and says so', async () => {
    const folder = makeFolder();
    await mkdir(join(folder, 'postgres'));
    await writeFile(join(folder, 'postgres/thesis.txt'), '');
    await expect(startEmbeddedServer({ dataDir: folder, log, onLost })).rejects.toThrow(
      /holds files but no database: move them/,
    );
    expect(existsSync(join(folder, 'postgres/thesis.txt'))).toBe(true);
    await rm(folder, { recursive: true });
  });

  it('is a file: says so', async () => {
    const folder = makeFolder();
    await writeFile(join(folder, 'data'), '');
    const starting = startEmbeddedServer({ dataDir: join(folder, 'data'), log, onLost });
    await expect(starting).rejects.toThrow(/data is not a folder: set DATA_DIR to one/);
    await rm(folder, { recursive: true });
  });

  it('was left half made: is made anew', async () => {
    const folder = makeFolder();
    await mkdir(join(folder, 'postgres.new/base'), { recursive: true });
    const made = await startEmbeddedServer({ dataDir: folder, log, onLost });
    expect(await ask(made.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    await made.stop();
    await rm(folder, { recursive: true });
  });

  it.skipIf(!mayMount)('is on a full disk: says so at the first start and at later ones', () => {
    const first = withOwnMounts('mount -t tmpfs -o size=16m none /mnt; $start /mnt/data');
    expect(first).toBe(
      'The disk that holds /mnt/data/postgres is full: make room on it, or set DATA_DIR to another disk.',
    );
    const later = withOwnMounts(
      `mount -t tmpfs -o size=100m none /mnt; $start /mnt/data >&2 2>/dev/null
       cat /dev/zero > /mnt/filler 2>/dev/null || true; $start /mnt/data`,
    );
    expect(later).toMatch(/^The disk that holds \/mnt\/data\/postgres is full: make room on it/m);
  });

  it.skipIf(!mayMount)('cannot be written: says so', () => {
    const said = withOwnMounts('mount -t tmpfs none /mnt; mkdir /mnt/data; mount -o remount,ro /mnt; $start /mnt/data');
    expect(said).toBe(
      '/mnt/data cannot be written: make it writable for the account that runs Homeroom, or set DATA_DIR to a folder that is.',
    );
  });
});

describe.skipIf(!isRoot)('started by root', () => {
  it('runs as an account that is not root', async () => {
    await start();
    const { uid } = await stat(`/proc/${postmasterOf(dataDir)}`);
    expect(uid).toBeGreaterThan(0);
    expect(uid).toBe((await stat(join(dataDir, 'postgres'))).uid);
  });

  it('names the folder that its account may not enter', async () => {
    const folder = makeFolder();
    await mkdir(join(folder, 'home/data'), { recursive: true, mode: 0o755 });
    await mkdir(join(folder, 'home/private'), { mode: 0o700 });
    const starting = startEmbeddedServer({ dataDir: join(folder, 'home/private/data'), log, onLost });
    await expect(starting).rejects.toThrow(DatabaseNotReady);
    await expect(starting).rejects.toThrow(
      `which may not enter ${folder}/home/private: set DATA_DIR to a folder it may`,
    );
    await rm(folder, { recursive: true });
  });

  it('says what to do when there is no account to run as and none can be made', async () => {
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    const looking = serverAccount('/nowhere', 'postgres');
    await expect(looking).rejects.toThrow(
      /an account named postgres could not be made: run "useradd --system postgres"/,
    );
    process.env.PATH = PATH;
  });

  it.skipIf(!mayMount)('makes the account on a machine that has none', () => {
    const said = withOwnMounts(
      `mount -t tmpfs none /mnt; cp -a /etc /mnt/etc; mkdir /mnt/data; mount --bind /mnt/etc /etc
       sed -i '/^postgres:/d' /etc/passwd /etc/shadow /etc/group /etc/gshadow
       ! id -u postgres 2>/dev/null; $start /mnt/data`,
    );
    expect(said).toMatch(/^listens postgres:\/\/homeroom:/);
  });

  it('also works for an ordinary account, on a folder of its own', async () => {
    const folder = makeFolder();
    const { chown } = await import('node:fs/promises');
    await chown(folder, NOBODY, NOBODY);
    const { child, said } = await otherProcess(folder, { uid: NOBODY });
    expect(said).toMatch(/^listens /);
    expect((await stat(`/proc/${postmasterOf(folder)}`)).uid).toBe(NOBODY);
    await kill(child);
    const after = await startEmbeddedServer({ dataDir: folder, log, onLost });
    await after.stop();
    await rm(folder, { recursive: true });
  });
});

/** As power cuts do: nothing is said, nothing is stopped. */
/** Also one that has ended already: a signal may have been quicker. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
