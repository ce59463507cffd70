import type { Log } from '../operation/log.ts';
import type { JobMetrics } from '../operation/metrics.ts';
import { quietly } from '../operation/quietly.ts';
import { handOver } from './hand-over.ts';
import type { DueRow, JobHandlers, Schedule } from './job-row.ts';
import { JOB_TUNING, type JobTuning } from './job-tuning.ts';
import { startRelay } from './outbox.ts';
import { type JobsDatabase, openQueue, type QueueStore } from './queue.ts';
import { inTurn } from './queue-schema.ts';
import { applySchedules } from './schedules.ts';
import { type SchoolJobs, schoolJobs } from './school-jobs.ts';
import { withDeadline } from './with-deadline.ts';
import { startWorker } from './worker.ts';

export interface Jobs {
  /** Call after a commit that wrote outbox rows; costs nothing. Forgotten, the rows leave with the next sweep. */
  nudge(): void;
  /** Whether the queue's store answers. */
  ready(): Promise<boolean>;
  /** `outbox` rows not handed over, and jobs `waiting`, `delayed`, `active`, `failed`. */
  counts(): Promise<Record<string, number>>;
  /** What of all this is one school's. */
  ofSchool(schoolId: string): SchoolJobs;
  /** The relay first, then the worker, which waits for jobs that run. Nothing promised is lost: the rest is run at the next start. */
  stop(): Promise<void>;
}

const READY_MS = 1_000;

/**
 * Starts carrying promised work to its handlers: outbox, queue, worker, schedules. Queue and schedules stand
 * in the schema `bullmq` of the database, and any number of nodes share them.
 */
export async function startJobs(options: {
  readonly database: JobsDatabase;
  readonly handlers: JobHandlers;
  readonly schedules: readonly Schedule[];
  readonly log: Log;
  readonly metrics: JobMetrics;
  readonly tuning?: Partial<JobTuning>;
}): Promise<Jobs> {
  const { database, handlers, log, metrics } = options;
  const tuning = { ...JOB_TUNING, ...options.tuning };
  const onError = quietly((err) => log.warn({ err }, 'jobs: the queue is in trouble'));
  const store = await openQueue({ database, onError });
  const apply = () => applySchedules(store.queue, options.schedules, tuning);
  await inTurn(database.url, undefined, apply).catch(closing(store));
  const hand = (rows: readonly DueRow[]): Promise<void> => handOver(store.queue, rows, tuning);
  const relay = await startRelay({ pool: database.system, hand, sweepMs: tuning.sweepMs, log, metrics });
  const worker = await startWorker({ store, handlers, tuning, log, metrics, onError });
  const stop = async (): Promise<void> => {
    await relay.stop();
    await worker.stop();
    await store.close();
  };
  let stopped: Promise<void> | undefined;

  return {
    nudge: relay.nudge,
    ready: () => answers(store.queue.getJobCounts('active')),
    counts: async () => ({
      outbox: await rowsLeft(database),
      ...(await store.queue.getJobCounts('waiting', 'delayed', 'active', 'failed')),
    }),
    ofSchool: (schoolId) =>
      schoolJobs({
        ...{ queue: store.queue, system: database.system },
        ...{ schoolId, rememberSeconds: tuning.rememberSeconds },
      }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** For a start that cannot go on: the schedule's mistake is told, and no connection keeps the process. */
const closing =
  (store: QueueStore) =>
  async (error: unknown): Promise<never> => {
    await store.close();
    throw error;
  };

const answers = (asked: Promise<unknown>): Promise<boolean> =>
  withDeadline(asked, READY_MS, 'the queue').then(
    () => true,
    () => false,
  );

async function rowsLeft({ system }: JobsDatabase): Promise<number> {
  const { rows } = await system.query<{ left: number }>('select count(*)::int as left from outbox');
  return rows[0]?.left ?? 0;
}
