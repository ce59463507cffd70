import type { Draft } from '../../commands/commands.ts';
import type { Engine } from '../../engine.ts';
import { logFailure } from '../../operation/log-failure.ts';
import { readSettings } from '../../schools/read-settings.ts';
import { asks, router, signedIn } from '../procedures.ts';

export const schoolsRouter = router({
  // All for admins.
  settings: signedIn.query(({ ctx }) => ctx.read(readSettings)),
  configure: signedIn.input(asks<Draft<'school.configure'>>()).mutation(async ({ ctx, input }) => {
    const outcome = await ctx.run('school.configure', input);
    await takeUp(ctx.engine, ctx.asked.school.slug);
    return outcome;
  }),
});

/** Has the file take effect before the admin is answered. Where that fails, whoever watches the files does it within a second. */
async function takeUp({ schoolFiles, schools, log }: Engine, slug: string): Promise<void> {
  try {
    const { read } = await schoolFiles.read(slug);
    if (read) await schools.put(read.setup);
  } catch (error) {
    logFailure(log, error, { school: slug }, 'a school file that was written did not take effect yet');
  }
}
