import './node-version.ts';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { alone } from './tools/build-lock.ts';
import { root, runTool } from './tools/run-tool.ts';
import { uiVersion } from './tools/ui-sources.ts';

const BUILD = `${root}/build`;
const WORK = `${root}/.svelte-kit`;
const VITE = 'node_modules/vite/bin/vite.js';

/**
 * Builds the classroom UI into build/ unless it stands there already, made of these very sources. The build is made beside
 * and moved into place whole; Vite runs in a process of its own, so that none of its memory stays here.
 * @throws Error with the tool's own words, when the sources do not build; the last good build stays.
 */
export async function buildUiIfStale(say: (text: string) => void = sayOnTerminal): Promise<void> {
  if (builtVersion() === uiVersion()) return;
  await alone(`${WORK}/building`, async () => {
    const version = uiVersion();
    if (builtVersion() !== version) await build(version, say); // else whoever held the lock has built it
  });
}

async function build(version: string, say: (text: string) => void): Promise<void> {
  const start = performance.now();
  say('Building the classroom UI …');
  const made = `${WORK}/made`;
  const env = { UI_OUT: made, UI_VERSION: version, NODE_ENV: 'production' };
  const { ok, output } = await runTool(VITE, ['build', '--logLevel', 'warn'], { env });
  if (!ok) throw new Error(`The classroom UI could not be built.\n${output}`);
  writeFileSync(`${made}/.stamp`, version);
  replaceBuild(made);
  say(` done in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

function replaceBuild(made: string): void {
  const old = `${WORK}/old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(BUILD)) renameSync(BUILD, old);
  renameSync(made, BUILD);
  rmSync(old, { recursive: true, force: true });
}

function builtVersion(): string | undefined {
  const stamp = `${BUILD}/.stamp`;
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

const sayOnTerminal = (text: string): void => void process.stdout.write(text);

if (import.meta.main) await buildUiIfStale();
