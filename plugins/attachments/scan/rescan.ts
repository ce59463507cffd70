import { z } from 'zod';
import { type LongJob, type OutsideContext, run, sql, uuid } from '../../../engine/index.ts';
import { letGo } from '../let-go.ts';
import type { Attachments } from '../state.ts';
import { ScannerDown } from './clamd.ts';
import { scanFile } from './scan-file.ts';

type Context = OutsideContext<Attachments>;

/** A turn ends after so long, before the jobs call it late. */
const TURN_MS = 40_000;

/**
 * Every minute: has the scanner look at what it has not judged, what waits for it first, and then what is older than it.
 * A scanner that does not answer ends the turn: it is tried again with growing pauses, and with the next minute.
 */
export const rescan: LongJob<Attachments> = {
  name: 'rescan',
  payload: z.strictObject({}),
  every: '* * * * *',
  async runLong(_, ctx) {
    const { CLAMAV_URL } = ctx.environment;
    if (!CLAMAV_URL) return forgo(ctx);
    const end = performance.now() + TURN_MS;
    for (const { id } of await unjudged(ctx)) {
      if (performance.now() > end) return;
      await scanFile(id, CLAMAV_URL, ctx).catch((error: unknown) => {
        if (error instanceof ScannerDown) throw error;
        ctx.log.warn({ plugin: 'attachments', file: id, err: error }, 'a file could not be scanned');
      });
    }
  },
};

const unjudged = (ctx: Context): Promise<{ id: string }[]> =>
  ctx.work(({ em }) =>
    run(
      em,
      sql({
        id: uuid,
      })`select id from attachments_file where here and scan in ('none', 'waiting') and prepared <> 'failed'
         and created_at < now() - interval '20 seconds' order by scan desc, created_at limit 100`,
    ),
  );

/** No scanner any more: what was kept for it goes, and the files are as those that none has seen. */
async function forgo(ctx: Context): Promise<void> {
  const waiting = await ctx.work(({ em }) =>
    run(em, sql({ id: uuid })`update attachments_file set scan = 'none' where here and scan = 'waiting' returning id`),
  );
  for (const { id } of waiting) await letGo(id, ctx);
}
