import type { Job } from 'bullmq';
import type pg from 'pg';
import { missing } from '../errors/domain-error.ts';
import type { FailedJobView, JobCounts, JobsOverview } from '../views.ts';
import type { JobData } from './job-row.ts';
import type { JobQueue } from './queue.ts';

/** One school's background work, for its admins. Work by the clock is the whole installation's and is not among it. */
export interface SchoolJobs {
  overview(): Promise<JobsOverview>;
  /** Lets a failed job begin anew, with all its attempts. @throws DomainError `missing` when it is not failed or not here */
  retry(jobId: string): Promise<void>;
  /** The same for every failed job that `overview` counts; answers how many. */
  retryAll(): Promise<number>;
  /** Gives a failed job up for good. @throws DomainError `missing` as `retry` does */
  drop(jobId: string): Promise<void>;
}

/** So many of the newest in each state are looked at, of all schools: the queue knows no schools, and each is read by itself. */
export const LOOKED_AT = { waiting: 200, active: 200, delayed: 200, completed: 200, failed: 1_000 } as const;
/** So many failed ones are told one by one; the others are counted. */
const MOST_LISTED = 100;

type State = keyof typeof LOOKED_AT;
type QueuedJob = Job<JobData, void, string>;
type OwnedJob = QueuedJob & { readonly data: Exclude<JobData, { scheduled: true }> };
interface Looked {
  readonly mine: readonly OwnedJob[];
  /** There may be more than were looked at. */
  readonly more: boolean;
}

/** `rememberSeconds`: how long done jobs are kept, hence counted. */
export function schoolJobs(options: {
  readonly queue: JobQueue;
  readonly system: pg.Pool;
  readonly schoolId: string;
  readonly rememberSeconds: number;
}): SchoolJobs {
  const { queue, system, schoolId, rememberSeconds } = options;
  const isMine = (job: QueuedJob | undefined): job is OwnedJob =>
    job !== undefined && 'schoolId' in job.data && job.data.schoolId === schoolId;
  const look = async (state: State): Promise<Looked> => {
    const jobs = await queue.getJobs([state], 0, LOOKED_AT[state] - 1);
    return { mine: jobs.filter(isMine), more: jobs.length === LOOKED_AT[state] };
  };
  const failedOne = async (jobId: string): Promise<OwnedJob> => {
    const job = await queue.getJob(jobId);
    if (!isMine(job) || !(await job.isFailed())) throw missing();
    return job;
  };

  return {
    async overview() {
      const counts = new Counts();
      for (const { kind, later, left } of await rowsLeft(system, schoolId))
        counts.add(kind, later ? 'delayed' : 'waiting', left);
      const looked = await Promise.all(STATES.map(async (state) => ({ state, ...(await look(state)) })));
      const since = Date.now() - rememberSeconds * 1_000;
      for (const { state, mine } of looked)
        for (const { name, finishedOn } of mine)
          if (state !== 'completed' || (finishedOn ?? 0) > since) counts.add(name, state, 1);
      const failed = looked.find(({ state }) => state === 'failed')?.mine ?? [];
      return {
        kinds: counts.byKind(),
        failed: failed.slice(0, MOST_LISTED).map(failedView),
        more: looked.some(({ more }) => more),
        doneWithin: rememberSeconds,
      };
    },
    async retry(jobId) {
      const job = await failedOne(jobId);
      await begunAnew(job).catch(() => {
        throw missing(); // Somebody else was quicker.
      });
    },
    async retryAll() {
      const { mine } = await look('failed');
      const tried = await Promise.allSettled(mine.map(begunAnew));
      return tried.filter(({ status }) => status === 'fulfilled').length;
    },
    async drop(jobId) {
      await (await failedOne(jobId)).remove();
    },
  };
}

const STATES = Object.keys(LOOKED_AT) as readonly State[];

const begunAnew = (job: QueuedJob): Promise<void> =>
  job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });

const failedView = (job: OwnedJob): FailedJobView => ({
  id: job.id as string,
  kind: job.name,
  failedAt: new Date(job.finishedOn ?? job.timestamp).toISOString(),
  attempts: job.attemptsMade,
  error: job.failedReason ?? '',
});

class Counts {
  readonly #kinds = new Map<string, Record<State, number>>();

  add(kind: string, state: State, count: number): void {
    const counts = this.#kinds.get(kind) ?? { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
    counts[state] += count;
    this.#kinds.set(kind, counts);
  }

  byKind(): JobCounts[] {
    const kinds = [...this.#kinds].map(([kind, counts]) => ({ kind, ...counts }));
    return kinds.sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }
}

/** What a transaction promised and the relay has not carried to the queue yet. */
async function rowsLeft(system: pg.Pool, schoolId: string) {
  const { rows } = await system.query<{ kind: string; later: boolean; left: number }>(
    `select kind, coalesce(due_at > now(), false) as later, count(*)::int as left
     from outbox where school_id = $1 group by 1, 2`,
    [schoolId],
  );
  return rows;
}
