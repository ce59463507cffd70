import { z } from 'zod';
import { tellQueue } from './tell-queue.ts';
import type { AskerContext } from './waiting.ts';

export const Withdraw = z.strictObject({ roomId: z.uuid() });

/** Takes one's own request back. @throws `not-waiting` when there is none, or it was answered meanwhile */
export async function withdraw(
  { roomId }: z.output<typeof Withdraw>,
  ctx: AskerContext,
): Promise<Record<string, never>> {
  const withdrawn = await ctx.em.execute(
    `update join_requests set state = 'withdrawn', answered_at = now()
     where room_id = ? and person_id = ? and state = 'waiting' returning 1`,
    [roomId, ctx.actor.id],
  );
  if (withdrawn.length === 0) ctx.refuse('not-waiting');
  ctx.tell('mine', ctx.actor.id, { roomId, state: 'withdrawn' });
  await tellQueue(ctx, [roomId]);
  return {};
}
