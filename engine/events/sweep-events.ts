import type { Database } from '../database/database.ts';
import { KEPT_DAYS } from './replay.ts';

/** Takes events older than the log keeps out of it, a few thousand at a time. Answers how many. */
export async function sweepEvents({ system }: Pick<Database, 'system'>): Promise<number> {
  let swept = 0;
  for (;;) {
    const { rowCount } = await system.query(
      `delete from room_event where ctid = any(array(
         select ctid from room_event where at < now() - make_interval(days => $1) order by at limit 5000))`,
      [KEPT_DAYS],
    );
    swept += rowCount ?? 0;
    if (!rowCount || rowCount < 5_000) return swept;
  }
}
