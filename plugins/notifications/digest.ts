import { z } from 'zod';
import type { LongJob, OutsideContext } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { digestMail } from './digest-mail.ts';
import { claimDigest, type Digest, markMailed, peopleToMail, putOff } from './digest-rows.ts';

/**
 * Every minute: one mail to each whose notices have been unread for as long as the school says. They are marked as mailed
 * once the mail server has the mail; until then nobody else mails that person, and should the process die, the next one does.
 * A process that dies after the server has the mail and before the mark is the one case in which a mail comes twice.
 */
export const digest: LongJob<typeof notifications> = {
  name: 'digest',
  payload: z.strictObject({}),
  every: '* * * * *',
  async runLong(_payload, ctx) {
    if (ctx.settings.mailAfter === 0) return;
    const failures: unknown[] = [];
    for (const person of await ctx.work(peopleToMail)) {
      ctx.stopping.throwIfAborted();
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
    await ctx.work((work) => putOff(claimed, work));
    throw cause;
  }
  await ctx.work((work) => markMailed(claimed, work));
}
