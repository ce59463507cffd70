import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, watch } from './program.ts';

export interface NodeSettings {
  readonly school: string;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly port: number;
  readonly secret: string;
}

const LIBFAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
export const canFakeTime = existsSync(LIBFAKETIME);
const LAST_LINES = 60;

/** One node of the deployment as a process: killed, frozen, started again, given another clock. */
export class NodeProcess {
  readonly name: string;
  readonly settings: NodeSettings;
  /** The last that its log said. */
  readonly lines: string[] = [];
  /** Of `performance.now()`, when it listened last; null while it does not run. */
  listeningSince: number | null = null;
  frozen = false;
  readonly #clock: string | null;
  readonly #crashed: (code: number | null) => void;
  #child: ChildProcess | undefined;
  #expectsEnd = false;

  /** `clockFile`: its clock is the machine's plus what that file says. */
  constructor(name: string, settings: NodeSettings, clockFile: string | null, crashed: (code: number | null) => void) {
    this.name = name;
    this.settings = settings;
    this.#clock = clockFile;
    this.#crashed = crashed;
    this.jump(0);
  }

  get port(): number {
    return this.settings.port;
  }

  async start(): Promise<void> {
    this.#expectsEnd = false;
    const env = { ...process.env, NODE_ENV: 'test', FAULTS_NODE: JSON.stringify(this.settings), ...this.#faketime() };
    const child = fork(join(import.meta.dirname, 'node.ts'), [], { env, execArgv: [], silent: true });
    this.#child = watch(child);
    this.frozen = false;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => this.#say(text));
    child.once('exit', (code) => this.#ended(child, code));
    await new Promise<void>((listening, failed) => {
      child.once('message', () => listening());
      child.once('exit', (code) =>
        failed(new Error(`node ${this.name} did not start: ${code}\n${this.lines.join('\n')}`)),
      );
    });
    this.listeningSince = performance.now();
  }

  get runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGCONT');
    const patience = setTimeout(() => this.#child?.kill('SIGKILL'), 15_000);
    await this.#end('SIGTERM');
    clearTimeout(patience);
  }

  freeze(): void {
    this.frozen = true;
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.frozen = false;
    this.#child?.kill('SIGCONT');
  }

  /** Sets the clock of this process to so many seconds from the right time. */
  jump(seconds: number): void {
    if (this.#clock) writeFileSync(this.#clock, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#expectsEnd = true;
    await end(this.#child, signal);
  }

  #ended(child: ChildProcess, code: number | null): void {
    if (child !== this.#child) return;
    const wasListening = this.listeningSince !== null;
    this.listeningSince = null;
    if (!this.#expectsEnd && wasListening) this.#crashed(code);
  }

  #say(text: string): void {
    this.lines.push(...text.split('\n').filter(Boolean));
    this.lines.splice(0, this.lines.length - LAST_LINES);
  }

  #faketime(): Record<string, string> {
    if (!this.#clock) return {};
    const file = { FAKETIME_TIMESTAMP_FILE: this.#clock, FAKETIME_NO_CACHE: '1' };
    return { LD_PRELOAD: LIBFAKETIME, ...file, FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' };
  }
}
