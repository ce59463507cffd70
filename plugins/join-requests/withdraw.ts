import { z } from 'zod';
import { run, sql } from '../../engine/index.ts';
import { tellQueue } from './tell-queue.ts';
import type { AskerContext } from './waiting.ts';

export const Withdraw = z.strictObject({ roomId: z.uuid() });

/** Takes one's own request back. @throws `not-waiting` when there is none, or it was answered meanwhile */
export async function withdraw(
  { roomId }: z.output<typeof Withdraw>,
  ctx: AskerContext,
): Promise<Record<string, never>> {
  const withdrawn = await run(
    ctx.em,
    sql`update join_requests set state = 'withdrawn', answered_at = now()
     where room_id = ${roomId} and person_id = ${ctx.actor.id} and state = 'waiting' returning 1`,
  );
  if (withdrawn.length === 0) ctx.refuse('not-waiting');
  ctx.tell('mine', ctx.actor.id, { roomId, state: 'withdrawn' });
  await tellQueue(ctx, [roomId]);
  return {};
}
