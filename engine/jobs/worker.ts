import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import { isOutage, Refused } from '../errors/outage.ts';
import type { Log } from '../operation/log.ts';
import type { JobMetrics } from '../operation/metrics.ts';
import type { JobData, JobHandlers } from './job-row.ts';
import type { JobTuning } from './job-tuning.ts';
import { keptError } from './kept-error.ts';
import type { QueueStore } from './queue.ts';
import { withDeadline } from './with-deadline.ts';

export interface RunningWorker {
  /** Takes no new job, waits for those that run, then closes. A job that outlasts the wait is run again by whoever is next. */
  stop(): Promise<void>;
}

/**
 * Starts running jobs. A job that throws or overruns is tried again, later each time; after the last attempt, or once what it
 * asked was refused for good, it is kept as failed.
 */
export async function startWorker(options: {
  readonly store: QueueStore;
  readonly handlers: JobHandlers;
  readonly tuning: JobTuning;
  readonly log: Log;
  readonly metrics: JobMetrics;
  readonly onError: (error: Error) => void;
}): Promise<RunningWorker> {
  const { store, handlers, tuning, log, metrics } = options;
  const running = new Set<Promise<void>>();
  let stopping = false;

  const attempt = async (job: QueuedJob, token?: string): Promise<void> => {
    const began = performance.now();
    const took = (): number => (performance.now() - began) / 1000;
    try {
      await withDeadline(run(handlers, job), handlers.deadlineOf(job.name) ?? tuning.deadlineMs, 'the job');
      metrics.ran(job.name, 'done', took());
    } catch (error) {
      metrics.ran(job.name, 'failed', took());
      report(log, job, error);
      if (isOutage(error) && mayBePutOff(job, tuning)) await putOff(job, token, tuning);
      const kept = keptError(error);
      throw error instanceof Refused
        ? Object.assign(new UnrecoverableError(kept.message), { stack: kept.stack })
        : kept;
    }
  };
  const process = (job: QueuedJob, token?: string): Promise<void> => {
    if (stopping) return putBack(job, token);
    const attempted = attempt(job, token).finally(() => running.delete(attempted));
    running.add(attempted);
    return attempted;
  };

  const worker = store.startWorker(process, workerOptions(tuning));
  worker.on('error', options.onError);
  await worker.waitUntilReady();
  return {
    stop: async () => {
      stopping = true;
      await worker.pause(true);
      const ended = await withDeadline(Promise.allSettled(running), tuning.stopMs, 'stopping').then(
        () => true,
        () => false,
      );
      if (!ended) log.warn({ jobs: running.size }, 'jobs: stopped while some were running; they will be run again');
      await worker.close(!ended);
    },
  };
}

const LONGEST_PAUSE_MS = 60_000;

type QueuedJob = Job<JobData, void, string>;

const workerOptions = (tuning: JobTuning) => ({
  concurrency: tuning.concurrency,
  lockDuration: tuning.lockMs,
  stalledInterval: tuning.lockMs,
  // A process killed in the middle is not the job's fault, however often it happens within reason.
  maxStalledCount: 5,
  runRetryDelay: 1_000,
  drainDelay: 30,
});

function run(handlers: JobHandlers, job: QueuedJob): Promise<void> {
  if ('scheduled' in job.data) return handlers.runScheduled(job.name);
  return handlers.run({ id: job.id as string, kind: job.name, ...job.data });
}

/** A turn of a schedule is not: the next one comes anyway. */
const mayBePutOff = (job: QueuedJob, { outageMs }: JobTuning): boolean =>
  !('scheduled' in job.data) && Date.now() < job.timestamp + (job.opts.delay ?? 0) + outageMs;

/** What cannot be done now is asked again later and spends no attempt: an outage is not the job's fault. */
async function putOff(job: QueuedJob, token: string | undefined, { backoffMs }: JobTuning): Promise<never> {
  const before = Math.max(0, job.attemptsStarted - job.attemptsMade - 1);
  await job.moveToDelayed(Date.now() + Math.min(backoffMs * 2 ** before, LONGEST_PAUSE_MS), token);
  throw new DelayedError();
}

/** For the job that was being fetched when the stop began: no attempt of it is spent. */
async function putBack(job: QueuedJob, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

function report(log: Log, job: QueuedJob, err: unknown): void {
  const attempt = job.attemptsMade + 1;
  const about = { job: job.id, kind: job.name, attempt, err };
  if (attempt < (job.opts.attempts ?? 1) && !(err instanceof Refused))
    log.warn(about, 'job failed and will be tried again');
  else log.error(about, 'job failed for the last time and is kept');
}
