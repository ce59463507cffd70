import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Drawing } from './drawing.ts';
import type { Ask, Told } from './drawing-process.ts';

/** Without anything to draw the process ends after so long, and what it holds of the machine's memory with it. */
const IDLE_MS = 10_000;
/** As `nice`: a third of what others get. At 10 a tenth remains, and pictures wait for as long as others are busy. */
const BEHIND_OTHERS = 5;

interface Waiting {
  readonly made: (made: unknown) => void;
  readonly failed: (error: Error) => void;
}

interface Process {
  readonly child: ChildProcess;
  readonly waiting: Map<number, Waiting>;
  idle: NodeJS.Timeout | undefined;
}

/** Says nothing of the picture that waited: another may have ended the process. */
class ProcessEnded extends Error {}

type Given<K extends keyof Drawing> = Parameters<Drawing[K]>[0];
type Made<K extends keyof Drawing> = Awaited<ReturnType<Drawing[K]>>;

/**
 * Draws in a process of its own, behind the conversation: a photo of 24 megapixels takes 100 MB while it is unpacked, which
 * libraries do not give back, and what a picture breaks in libvips breaks there.
 */
export class PictureProcess {
  #running: Process | undefined;
  #asked = 0;
  #line: Promise<unknown> = Promise.resolve();

  /**
   * When the process ends in the middle, what waited is drawn again, one after the other; a picture that ends it twice is one
   * that cannot be drawn.
   * @throws Error of libvips; with a `code` where the machine could not do it
   */
  async draw<K extends keyof Drawing>(what: K, given: Given<K>): Promise<Made<K>> {
    try {
      return await this.#ask(what, given);
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error;
      const again = this.#line.then(() => this.#ask(what, given));
      this.#line = again.catch(() => undefined);
      return again;
    }
  }

  /** What still waits fails, by the machine's fault and not the picture's. */
  close(): void {
    const why = Object.assign(new Error('the process that draws pictures was stopped'), { code: 'ECANCELED' });
    if (this.#running) this.#end(this.#running, why);
  }

  #ask<K extends keyof Drawing>(what: K, given: Given<K>): Promise<Made<K>> {
    this.#running ??= this.#start();
    const { child, waiting, idle } = this.#running;
    clearTimeout(idle);
    this.#asked += 1;
    const question: Ask = { id: this.#asked, what, given };
    return new Promise((made, failed) => {
      waiting.set(question.id, { made: made as Waiting['made'], failed });
      child.send(question, (error) => error && failed(new ProcessEnded(error.message)));
    });
  }

  #start(): Process {
    const child = fork(new URL('./drawing-process.ts', import.meta.url), {
      execArgv: [],
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started: Process = { child, waiting: new Map(), idle: undefined };
    // It keeps no server and no test from ending.
    child.unref();
    child.channel?.unref();
    child.on('message', (told: Told) => this.#take(started, told));
    child.once('error', (error) => this.#end(started, error));
    child.once('exit', () => this.#end(started, new ProcessEnded('the process that draws pictures ended')));
    yieldToOthers(child.pid);
    return started;
  }

  #take(from: Process, told: Told): void {
    const { made, failed } = from.waiting.get(told.id) ?? {};
    from.waiting.delete(told.id);
    if ('made' in told) made?.(told.made);
    else failed?.(Object.assign(new Error(told.failed.message), told.failed.code && { code: told.failed.code }));
    if (from.waiting.size === 0)
      from.idle = setTimeout(() => this.#end(from, new ProcessEnded('idle')), IDLE_MS).unref();
  }

  /** What still waits is told why. The next picture starts another process. */
  #end(ended: Process, why: Error): void {
    clearTimeout(ended.idle);
    if (this.#running === ended) this.#running = undefined;
    for (const { failed } of ended.waiting.values()) failed(why);
    ended.waiting.clear();
    ended.child.kill('SIGKILL');
  }
}

function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, BEHIND_OTHERS);
  } catch {
    // It has ended already.
  }
}
