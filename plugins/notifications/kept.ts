import { sql } from '../../engine/index.ts';
import { promisePush } from './push/push.ts';
import type { Context } from './reads.ts';

/** A notice that was kept for somebody just now, or is let go. */
export interface Kept {
  readonly id: string;
  readonly person_id: string;
  /** Over quiet hours. */
  readonly held: boolean;
  /** Whether any browser of theirs is pushed to. */
  readonly device: boolean;
}

/** SQL for a `returning`. */
export const HAS_DEVICE = sql`exists (select from notifications_device d where d.person_id = notifications.person_id)`;

/** Has the browsers told of those who want that. */
export function tellDevices(kept: readonly Kept[], ctx: Context): void {
  const pushed = kept.filter(({ device }) => device).map(({ id }) => id);
  promisePush(pushed, ctx);
}
