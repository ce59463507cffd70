import { run, sql } from '../../engine/index.ts';
import { type Context, demandReactable, type React } from './react.ts';

/** Takes one's own reaction back, if there is one. */
export async function removeReaction(reaction: React, ctx: Context): Promise<Record<string, never>> {
  await demandReactable(reaction, ctx);
  const { messageId, emoji, roomId } = reaction;
  const removed = await run(
    ctx.em,
    sql`delete from reactions where message_id = ${messageId} and person_id = ${ctx.actor.id} and emoji = ${emoji}
      returning 1`,
  );
  if (removed.length > 0) ctx.publish('removed', roomId, { messageId, personId: ctx.actor.id, emoji });
  return {};
}
