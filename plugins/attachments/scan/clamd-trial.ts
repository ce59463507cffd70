import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../engine/testing/until.ts';

/** What the trial's scanner takes for a virus. Nothing else does. */
export const HARMLESS_MARK = 'homeroom-mark-that-harms-nobody';
/** Bytes that it looks at. */
export const MOST_SCANNED = 2 * 2 ** 20;

/** A scanner of one test's own, which is down until it is started. */
export interface Clamd {
  readonly url: string;
  start(): Promise<void>;
  /** Ends it without warning. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The machine's `clamd`, on a socket of its own and with one signature of its own. */
export async function prepareClamd(): Promise<Clamd> {
  const folder = await mkdtemp(join(tmpdir(), 'homeroom-clamd-'));
  const socket = join(folder, 'socket');
  await writeFile(join(folder, 'trial.ndb'), `Homeroom.Trial-1:0:*:${Buffer.from(HARMLESS_MARK).toString('hex')}\n`);
  await writeFile(join(folder, 'clamd.conf'), settingsFor(folder, socket));
  let running: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  return {
    url: `unix:${socket}`,
    kill,
    async start() {
      await rm(socket, { force: true });
      running = spawn('clamd', ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
      await until(() => answers(socket));
    },
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const settingsFor = (folder: string, socket: string): string =>
  [
    'Foreground yes',
    `DatabaseDirectory ${folder}`,
    `LocalSocket ${socket}`,
    `StreamMaxLength ${MOST_SCANNED}`,
    'AlertExceedsMax yes',
    '',
  ].join('\n');

function answers(socket: string): Promise<boolean> {
  return new Promise((told) => {
    const asking = connect(socket, () => asking.write('zPING\0'));
    asking.on('data', () => asking.destroy() && told(true));
    asking.on('error', () => told(false));
  });
}
