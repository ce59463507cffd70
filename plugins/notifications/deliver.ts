import { z } from 'zod';
import { type Job, run, type Sql, sql } from '../../engine/index.ts';
import type { notifications } from './contract.ts';
import { tellCounts } from './count.ts';
import { HAS_DEVICE, type Kept, tellDevices } from './kept.ts';
import type { Context } from './reads.ts';

/** Every minute: what was kept over quiet hours that are over is told now, and only now. */
export const deliver: Job<typeof notifications> = {
  name: 'deliver',
  payload: z.strictObject({}),
  every: '* * * * *',
  run: (_payload, ctx) => free(sql`due_at <= now()`, ctx),
};

/** Tells of kept notices that meet a condition, once. */
export async function free(condition: Sql, ctx: Context): Promise<void> {
  const freed = await run(
    ctx.em,
    sql<Kept>`update notifications set held = false, due_at = least(due_at, now()) where held and ${condition}
     returning id, person_id, held, ${HAS_DEVICE} device`,
  );
  tellDevices(freed, ctx);
  tellCounts(
    freed.map(({ person_id }) => person_id),
    ctx,
  );
}
