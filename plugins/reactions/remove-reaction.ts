import { type Context, demandReactable, type React } from './react.ts';

/** Takes one's own reaction back, if there is one. */
export async function removeReaction(reaction: React, ctx: Context): Promise<Record<string, never>> {
  await demandReactable(reaction, ctx);
  const { messageId, emoji, roomId } = reaction;
  const removed = await ctx.em.execute(
    'delete from reactions where message_id = ? and person_id = ? and emoji = ? returning 1',
    [messageId, ctx.actor.id, emoji],
  );
  if (removed.length > 0) ctx.publish('removed', roomId, { messageId, personId: ctx.actor.id, emoji });
  return {};
}
