import type { JobsOptions } from 'bullmq';
import type { DueRow, JobData } from './job-row.ts';
import type { JobTuning } from './job-tuning.ts';
import type { JobQueue } from './queue.ts';

/** Up to here, one statement per job is cheaper than BullMQ's bulk statement, which makes two temporary tables (4 ms). */
const FEW = 5;

/** Makes a job of each row; a row whose job is there already makes none. */
export async function handOver(queue: JobQueue, rows: readonly DueRow[], tuning: JobTuning): Promise<void> {
  const jobs = rows.map((row) => jobOf(row, tuning));
  if (jobs.length > FEW) await queue.addBulk(jobs);
  else for (const { name, data, opts } of jobs) await queue.add(name, data, opts);
}

/** Options that hold for jobs of rows and of schedules alike. */
export const keeping = (tuning: JobTuning): JobsOptions => ({
  attempts: tuning.attempts,
  backoff: { type: 'exponential', delay: tuning.backoffMs },
  removeOnComplete: { age: tuning.rememberSeconds },
  removeOnFail: { age: tuning.keepFailedSeconds },
  stackTraceLimit: 5,
});

function jobOf(row: DueRow, tuning: JobTuning): { name: string; data: JobData; opts: JobsOptions } {
  const { id, kind, dueAt, ...data } = row;
  const delay = dueAt ? Math.max(0, dueAt.getTime() - Date.now()) : 0;
  return { name: kind, data, opts: { ...keeping(tuning), jobId: id, ...(delay > 0 && { delay }) } };
}
