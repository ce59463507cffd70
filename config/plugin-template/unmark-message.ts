import { run, sql } from '../../engine/index.ts';
import { type Context, demandMarkable, type Markable } from './markable.ts';

/** Takes one's own mark back, if there is one. */
export async function unmarkMessage(asked: Markable, ctx: Context): Promise<Record<string, never>> {
  await demandMarkable(asked, ctx);
  const { messageId, roomId } = asked;
  const removed = await run(
    ctx.em,
    sql`delete from new_plugin_mark where message_id = ${messageId} and person_id = ${ctx.actor.id} returning 1`,
  );
  if (removed.length > 0) ctx.publish('unmarked', roomId, { messageId, personId: ctx.actor.id });
  return {};
}
