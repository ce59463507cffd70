import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';

export const isRoot = process.getuid?.() === 0;
/** Whether this machine lets us give a child mounts of its own, which vanish with it. */
export const mayMount =
  isRoot && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

const fixture = join(import.meta.dirname, 'server.fixture.ts');
const start = `${process.execPath} ${fixture}`;

/** A folder that every account may enter. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-server-'));
  chmodSync(folder, 0o755);
  return folder;
}

export interface OtherProcess {
  readonly child: ChildProcess;
  /** The line it said first. */
  readonly said: string;
}

/** Starts a server in a process of its own, in a process group of its own, and waits for what it says. */
export async function otherProcess(dataDir: string, options: { uid?: number } = {}): Promise<OtherProcess> {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
  const child = spawn(process.execPath, [fixture, dataDir, 'stay'], { stdio: [...stdio], detached: true, ...identity });
  for await (const said of createInterface({ input: child.stdout })) return { child, said };
  throw new Error('the other process said nothing');
}

/** Runs a shell script with mounts of its own and `$start` for the fixture; answers what it said. */
export function withOwnMounts(script: string): string {
  const env = { ...process.env, start, PATH: process.env.PATH };
  const { stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-ec', script], { env, encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

export const postmasterOf = (dataDir: string): number =>
  Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);

export async function ask<T>(url: string, question: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
}
