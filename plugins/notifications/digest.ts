import { z } from 'zod';
import type { LongJob, OutsideContext } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { digestMail } from './digest-mail.ts';
import { claimDigest, type Digest, peopleToMail, release } from './digest-rows.ts';

/**
 * Every minute: one mail to each whose notices have been unread for as long as the school says. What is mailed is marked
 * before it is: should all break down in between, a mail is lost and none is sent twice. One that could not be handed over
 * is tried again later.
 */
export const digest: LongJob<typeof notifications> = {
  name: 'digest',
  payload: z.strictObject({}),
  every: '* * * * *',
  async runLong(_payload, ctx) {
    if (ctx.settings.mailAfter === 0) return;
    const failures: unknown[] = [];
    for (const person of await ctx.work(peopleToMail)) {
      const claimed = await ctx.work((work) => claimDigest(person, work));
      if (claimed) await send(claimed, ctx).catch((cause: unknown) => failures.push(cause));
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} digest(s) were not mailed`);
  },
};

async function send(claimed: Digest, ctx: OutsideContext<typeof notifications>): Promise<void> {
  try {
    await ctx.mail(claimed.personId, digestMail(claimed));
  } catch (cause) {
    await ctx.work((work) => release(claimed, work));
    throw cause;
  }
}
