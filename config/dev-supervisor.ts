import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type Dirent, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { root } from './tools/run-tool.ts';

const FOLDERS = ['engine', 'plugins', 'migrations', 'config'];
const SETTLE_MS = 150;
/** Stopping in order takes a second or two; a server that hangs is not waited for. */
const PATIENCE_MS = 15_000;

/**
 * Runs the server in a child and starts it anew when a file of the server is saved. The terminal's Ctrl-C reaches both;
 * the child leaves it to us, so that it is told once, in order, and by one voice.
 */
export async function superviseServer(script: string): Promise<void> {
  let stopping = false;
  let child = start(script);
  let settling: NodeJS.Timeout | undefined;
  const restart = async (file: string) => {
    console.log(`\n${file} changed: starting the server again`);
    await stop(child);
    if (!stopping) child = start(script, '--again');
  };
  let turn = Promise.resolve();
  watchSources((file) => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      turn = turn.then(() => restart(file));
    }, SETTLE_MS);
  });
  const end = async () => {
    if (stopping) return void child.kill('SIGKILL');
    stopping = true;
    await turn;
    await stop(child);
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
}

const start = (script: string, ...more: string[]): ChildProcess =>
  fork(script, ['--dev', '--child', ...more], { cwd: root, stdio: 'inherit' });

/** A child that ended by itself (a mistake in a file, say) waits for the next save. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  if (child.connected) child.disconnect();
  await exit;
  clearTimeout(late);
}

/** Vite looks after what browsers load; school files take effect without a restart. */
function watchSources(hear: (file: string) => void): void {
  for (const folder of FOLDERS.flatMap((name) => foldersBelow(name))) {
    watch(join(root, folder), (_, name) => {
      const file = `${folder}/${name ?? ''}`;
      if (/(?<!\.test)\.ts$/.test(file)) hear(file);
    });
  }
}

const foldersBelow = (folder: string): string[] => [
  folder,
  ...readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry: Dirent) => entry.isDirectory() && entry.name !== 'ui')
    .flatMap(({ name }) => foldersBelow(`${folder}/${name}`)),
];
