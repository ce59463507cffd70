import { z } from 'zod';
import { forbidden } from '../../errors/domain-error.ts';
import type { SchoolJobs } from '../../jobs/school-jobs.ts';
import type { JobsOverview } from '../../views.ts';
import type { ApiContext } from '../context.ts';
import { router, signedIn } from '../procedures.ts';

const OnlyJob = z.strictObject({ jobId: z.uuid() });

/** The background work of the asker's school. @throws DomainError `jobs.admins-only` */
function schoolJobs({ jobs, who }: Pick<ApiContext, 'jobs' | 'who'>): SchoolJobs {
  if (who?.person.role !== 'admin') throw forbidden('jobs.admins-only', 'Only an admin may do that.');
  return jobs.ofSchool(who.person.schoolId);
}

export const jobsRouter = router({
  overview: signedIn.query(({ ctx }): Promise<JobsOverview> => schoolJobs(ctx).overview()),
  retry: signedIn.input(OnlyJob).mutation(async ({ ctx, input }) => {
    await schoolJobs(ctx).retry(input.jobId);
    return {};
  }),
  retryAll: signedIn.mutation(async ({ ctx }) => ({ retried: await schoolJobs(ctx).retryAll() })),
  drop: signedIn.input(OnlyJob).mutation(async ({ ctx, input }) => {
    await schoolJobs(ctx).drop(input.jobId);
    return {};
  }),
});
