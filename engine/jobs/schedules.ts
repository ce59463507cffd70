import type { JobSchedulerJson } from 'bullmq';
import { keeping } from './hand-over.ts';
import type { Schedule } from './job-row.ts';
import type { JobTuning } from './job-tuning.ts';
import type { JobQueue } from './queue.ts';

/**
 * Makes the queue's schedules those given. One that is there as it should be is left alone: writing it again would move
 * its next turn into the future, and a turn that came due while no process ran would never be had.
 */
export async function applySchedules(queue: JobQueue, wanted: readonly Schedule[], tuning: JobTuning): Promise<void> {
  const present = new Map((await queue.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]));
  for (const schedule of wanted) {
    if (!isAsWanted(present.get(schedule.id), schedule)) await write(queue, schedule, tuning);
    present.delete(schedule.id);
  }
  for (const id of present.keys()) await queue.removeJobScheduler(id);
}

const isAsWanted = (found: JobSchedulerJson | undefined, { cron, kind }: Schedule): boolean =>
  found?.pattern === cron && found.name === kind && found.tz === 'UTC';

async function write(queue: JobQueue, { id, cron, kind }: Schedule, tuning: JobTuning): Promise<void> {
  const template = { name: kind, data: { scheduled: true } as const, opts: keeping(tuning) };
  await queue.upsertJobScheduler(id, { pattern: cron, tz: 'UTC' }, template);
}
