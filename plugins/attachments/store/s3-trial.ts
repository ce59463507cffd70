import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An S3 server of one test's own, written by somebody else. */
export interface S3Server {
  /** As STORAGE_URL says it. */
  readonly url: string;
  /** Files it has, whatever they are called. */
  kept(): Promise<string[]>;
  kill(): Promise<void>;
  /** On the same port, with what it has. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const BUCKET = 'homeroom-trial';
const PROGRAM = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js');

/** Starts s3rver on a free port, with a bucket. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-s3-'));
  let { child, port } = await launch(folder, '0');
  return {
    url: `s3://S3RVER:S3RVER@127.0.0.1:${port}/${BUCKET}/of-the-school?tls=off`,
    kept: async () => (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('_object')).sort(),
    kill: () => end(child),
    restart: async () => {
      ({ child, port } = await launch(folder, port));
    },
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The old cipher is for the marks between its pages. */
async function launch(folder: string, wished: string): Promise<{ child: ChildProcess; port: string }> {
  const settings = ['-d', folder, '-a', '127.0.0.1', '-p', wished, '--configure-bucket', BUCKET, '--silent'];
  const child = spawn(process.execPath, ['--openssl-legacy-provider', PROGRAM, ...settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = Promise.withResolvers<string>();
  child.stdout.on('data', (said) => {
    const [, number] = /listening on .*:(\d+)/.exec(String(said)) ?? [];
    if (number) port.resolve(number);
  });
  child.once('exit', (code) => port.reject(new Error(`s3rver ended with ${code}`)));
  return { child, port: await port.promise };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
