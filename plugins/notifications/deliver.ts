import { z } from 'zod';
import type { Job } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { tellCounts } from './count.ts';
import type { Context } from './reads.ts';

/** Every minute: what was kept over quiet hours that are over is told now, and only now. */
export const deliver: Job<typeof notifications> = {
  name: 'deliver',
  payload: z.strictObject({}),
  every: '* * * * *',
  run: (_payload, ctx) => free('due_at <= now()', [], ctx),
};

/** Tells of kept notices that meet a condition, once. */
export async function free(condition: string, values: readonly unknown[], ctx: Context): Promise<void> {
  const freed = await ctx.em.execute<{ person_id: string }[]>(
    `update notifications set held = false, due_at = least(due_at, now()) where held and ${condition}
     returning person_id`,
    [...values],
  );
  tellCounts(
    freed.map(({ person_id }) => person_id),
    ctx,
  );
}
