import { type Outcome, run, sql } from '../../engine/index.ts';
import type { Context } from './people-here.ts';

/** A deleted message names nobody, from the moment it is deleted. */
export async function forgetMentions({ id }: Outcome<'message.delete'>, _: unknown, ctx: Context): Promise<void> {
  await run(ctx.em, sql`delete from mentions where message_id = ${id}`);
}
