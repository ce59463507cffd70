import { type Context, demandMarkable, type Markable } from './markable.ts';

/** Takes one's own mark back, if there is one. */
export async function unmarkMessage(asked: Markable, ctx: Context): Promise<Record<string, never>> {
  await demandMarkable(asked, ctx);
  const { messageId, roomId } = asked;
  const removed = await ctx.em.execute(
    'delete from new_plugin_mark where message_id = ? and person_id = ? returning 1',
    [messageId, ctx.actor.id],
  );
  if (removed.length > 0) ctx.publish('unmarked', roomId, { messageId, personId: ctx.actor.id });
  return {};
}
