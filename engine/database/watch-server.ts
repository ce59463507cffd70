import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../operation/log.ts';
import { DatabaseNotReady } from './database-not-ready.ts';
import { findPostmaster } from './postmaster.ts';

/** How the server is looked after; times in milliseconds. */
export interface WatchTiming {
  readonly lookMs: number;
  /** How often it is asked whether it answers. */
  readonly askMs: number;
  /** How long an answer is waited for. */
  readonly silenceMs: number;
  /** A server that ends sooner after its start has failed to start. */
  readonly shortMs: number;
  /** The wait after a start that failed. */
  readonly pauseMs: number;
}

const TIMING: WatchTiming = { lookMs: 200, askMs: 10_000, silenceMs: 5_000, shortMs: 10_000, pauseMs: 1_000 };
const MOST_FAILURES = 3;
const WITHIN_MS = 60_000;
/** Silence may also be a machine that is busy: only the third in a row means that the server is frozen. */
const MOST_SILENCES = 3;

export interface ServerWatch {
  /** Ends after what is under way: from then on nobody starts the server again. */
  stop(): Promise<void>;
}

/**
 * Starts the server again when its first process dies, is told to stop by somebody else, or answers nobody any more. After
 * three failures within a minute `onLost` is told why, and it is left alone.
 */
export function watchServer(options: {
  readonly clusterDir: string;
  /** Whether the server answers at all, be it with a refusal. */
  readonly answers: (withinMs: number) => Promise<boolean>;
  /** Ends what is left of the server, by force when it is frozen, and starts it on the same port. */
  readonly restart: () => Promise<void>;
  readonly onLost: (reason: Error) => void;
  readonly log: Log;
  readonly timing?: Partial<WatchTiming> | undefined;
}): ServerWatch {
  const { clusterDir, answers, restart, onLost, log } = options;
  const timing = { ...TIMING, ...options.timing };
  const ending = new AbortController();
  const failures: number[] = [];
  let startedAt = Number.NEGATIVE_INFINITY;
  let askedAt = performance.now();
  let silences = 0;

  const troubleNow = async (): Promise<string | undefined> => {
    const running = findPostmaster(clusterDir);
    if (!running) return 'has ended';
    if (running.status === 'stopping') return 'was told to stop';
    if (performance.now() - askedAt < timing.askMs) return undefined;
    silences = (await answers(timing.silenceMs)) ? 0 : silences + 1;
    askedAt = performance.now();
    return silences >= MOST_SILENCES ? 'answers nobody' : undefined;
  };
  const count = (reason: Error): void => {
    failures.push(performance.now());
    if (failures.filter((at) => performance.now() - at < WITHIN_MS).length < MOST_FAILURES) return;
    ending.abort();
    onLost(reason);
  };
  const startAgain = async (trouble: string): Promise<void> => {
    log.error(`The embedded PostgreSQL ${trouble}. It is started again.`);
    if (performance.now() - startedAt < timing.shortMs)
      count(new DatabaseNotReady('The embedded PostgreSQL ends soon after each start: see its log.'));
    while (!ending.signal.aborted)
      try {
        await restart();
        startedAt = performance.now();
        silences = 0;
        return log.info('The embedded PostgreSQL runs again.');
      } catch (error) {
        log.error({ err: error }, 'The embedded PostgreSQL could not be started again.');
        count(error as Error);
        await pause(timing.pauseMs);
      }
  };
  const pause = (ms: number) => sleep(ms, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
  const watching = (async () => {
    while (!ending.signal.aborted) {
      const trouble = await troubleNow();
      if (trouble && !ending.signal.aborted) await startAgain(trouble);
      await pause(timing.lookMs);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await watching;
    },
  };
}
