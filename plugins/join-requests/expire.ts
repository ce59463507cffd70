import { z } from 'zod';
import { type Job, sql } from '../../engine/index.ts';
import type { joinRequests } from './contract.ts';
import { endRequests } from './end-requests.ts';
import { waits } from './waiting.ts';

/** Each hour: ends what has waited too long, and what lost its sense while the plugin was off. */
export const expire: Job<typeof joinRequests> = {
  name: 'expire',
  payload: z.strictObject({}),
  every: '11 * * * *',
  async run(_, ctx) {
    await endRequests(ctx, 'expired', sql`q.asked_at <= now() - make_interval(days => ${ctx.settings.expireAfter})`);
    await endRequests(ctx, 'ended', sql`not exists (select 1 from room r where r.id = q.room_id and ${waits(ctx)})`);
  },
};
