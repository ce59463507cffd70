import { int4, run, sql } from '../../engine/index.ts';
import { type Context, demandMarkable, type Markable } from './markable.ts';

/** Marks a message. Twice is once. */
export async function markMessage(asked: Markable, ctx: Context): Promise<Record<string, never>> {
  await demandMarkable(asked, ctx);
  const { messageId, roomId } = asked;
  await demandPlace(messageId, ctx);
  const added = await run(
    ctx.em,
    sql`insert into new_plugin_mark (message_id, person_id, school_id, created_at)
     values (${messageId}, ${ctx.actor.id}, ${ctx.school.id}, now())
     on conflict do nothing returning 1`,
  );
  if (added.length > 0) ctx.publish('marked', roomId, { messageId, personId: ctx.actor.id });
  return {};
}

/** The message is locked first, so that two at once cannot both take the last place. */
async function demandPlace(messageId: string, ctx: Context): Promise<void> {
  await run(ctx.em, sql`select 1 from message where id = ${messageId} for no key update`);
  const [others] = await run(
    ctx.em,
    sql({
      n: int4,
    })`select count(*)::int n from new_plugin_mark where message_id = ${messageId} and person_id <> ${ctx.actor.id}`,
  );
  if ((others?.n ?? 0) >= ctx.settings.perMessage) ctx.refuse('too-many');
}
