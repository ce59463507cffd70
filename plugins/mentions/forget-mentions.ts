import type { Outcome } from '../../engine/index.ts';
import type { Context } from './people-here.ts';

/** A deleted message names nobody, from the moment it is deleted. */
export async function forgetMentions({ id }: Outcome<'message.delete'>, _: unknown, ctx: Context): Promise<void> {
  await ctx.em.execute('delete from mentions where message_id = ?', [id]);
}
