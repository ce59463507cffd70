import { type HeardEvent, type PluginContext, run, sql } from '../../engine/index.ts';
import type { reactions } from './contract.ts';

type Deleted = HeardEvent<typeof reactions, 'message.deleted'>;

/** A deleted message keeps nothing: nobody sees its reactions any more, and now they are gone. */
export async function forgetReactions({ payload }: Deleted, ctx: PluginContext<typeof reactions>): Promise<void> {
  await run(ctx.em, sql`delete from reactions where message_id = ${payload.id}`);
}
