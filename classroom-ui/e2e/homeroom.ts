import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const PATIENCE = 100_000;

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

export interface HomeroomOptions {
  readonly port?: number;
  /** Beside PORT, DATA_DIR, SCHOOLS_DIR and DEMO, which are set already. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The whole product as `npm start` runs it, with demo schools in a data folder of its own that `stop` removes. */
export class Homeroom {
  readonly url: string;
  readonly dataDir: string;
  /** A copy of config/schools: tests may edit its files. */
  readonly schoolsDir: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;
  #said = '';

  /** @param begin demo: with a copy of what the first start of the tests made; empty: with nothing, not even a school */
  constructor(port: number, env: Readonly<Record<string, string>> = {}, begin: 'demo' | 'empty' = 'demo') {
    this.#folder = mkdtempSync(join(tmpdir(), 'homeroom-e2e-'));
    chmodSync(this.#folder, 0o755); // started by root, the database runs as a user of its own
    this.url = `http://127.0.0.1:${port}`;
    this.dataDir = join(this.#folder, 'data');
    const begun = process.env.E2E_DATA;
    if (begun && begin === 'demo') execFileSync('cp', ['--archive', begun, this.dataDir]); // with its owner
    this.schoolsDir = join(this.#folder, 'schools');
    if (begin === 'demo') cpSync(join(root, 'config/schools'), this.schoolsDir, { recursive: true });
    const own = { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: this.dataDir, SCHOOLS_DIR: this.schoolsDir };
    this.#env = { ...process.env, ...own, DEMO: '1', PUBLIC_URL: '', ...env };
  }

  /** Starts the process, also again after `kill`; answers when it is ready for people. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['config/serve.ts'], { cwd: root, env: this.#env });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#said = (this.#said + text).slice(-20_000);
      });
    }
    this.#process = child;
    const end = Date.now() + PATIENCE;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`Homeroom did not start:\n${this.#said}`);
      await pause(100);
    }
  }

  /** As a power cut would: no goodbye. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops as Ctrl-C does. */
  async halt(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Stops as Ctrl-C does, and removes the data. */
  async stop(): Promise<void> {
    await this.halt();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs `npm run admin -- …` beside it; answers what it said. @throws Error with its words, when it refuses */
  async admin(...args: string[]): Promise<string> {
    const run = promisify(execFile);
    return (await run(process.execPath, ['config/admin.ts', ...args], { cwd: root, env: this.#env })).stdout;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}

/** A Homeroom of one's own, for tests that kill it or edit its schools; the others share one. */
export async function startHomeroom({ port, env }: HomeroomOptions = {}): Promise<Homeroom> {
  const homeroom = new Homeroom(port ?? (await freePort()), env);
  await homeroom.start();
  return homeroom;
}
