import { existsSync, readFileSync } from 'node:fs';
import { runProgram } from './run-tool.ts';

/** A Debian package the tests need, and a file by which we know that it is there. */
interface Need {
  readonly debian: string;
  readonly file: string;
}

const NEEDS: readonly Need[] = [
  { debian: 'chromium', file: '/usr/bin/chromium' },
  { debian: 'chromium-headless-shell', file: '/usr/bin/chromium-headless-shell' },
  { debian: 'fonts-noto-color-emoji', file: '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf' },
  { debian: 'redis-server', file: '/usr/bin/redis-server' },
  { debian: 'clamav-daemon', file: '/usr/sbin/clamd' },
  { debian: 'ffmpeg', file: '/usr/bin/ffmpeg' },
  { debian: 'faketime', file: '/usr/bin/faketime' },
];

/**
 * Sees to it that the machine has what the tests need: through apt as root on Debian.
 * @returns the command to type, when the machine lacks something and it is not ours to install it.
 */
export async function prepareMachine(): Promise<string | undefined> {
  const lacking = NEEDS.filter(({ file }) => !existsSync(file)).map(({ debian }) => debian);
  if (lacking.length === 0) return undefined;
  const command = `apt-get update && apt-get install -y --no-install-recommends ${lacking.join(' ')}`;
  if (process.getuid?.() !== 0) return `sudo sh -c '${command}'`;
  if (!isDebian()) return command;
  console.log(`Installing what this machine lacks: ${lacking.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }; // installs servers without starting them
  const { ok, output } = await runProgram('sh', ['-c', command], { env });
  if (ok) return undefined;
  console.log(output);
  return command;
}

const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
