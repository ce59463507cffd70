import { int4, run, sql } from '../../engine/index.ts';
import { type Context, demandReactable, type React } from './react.ts';

/** Reacts to a message. The same emoji twice is once. */
export async function addReaction(reaction: React, ctx: Context): Promise<Record<string, never>> {
  const { messageId, emoji, roomId } = reaction;
  if (!ctx.settings.anyEmoji && !ctx.settings.palette.includes(emoji)) ctx.refuse('not-offered', { emoji });
  await demandReactable(reaction, ctx);
  await demandPlace(reaction, ctx);
  const added = await run(
    ctx.em,
    sql`insert into reactions (message_id, person_id, emoji, school_id, created_at)
     values (${messageId}, ${ctx.actor.id}, ${emoji}, ${ctx.school.id}, now())
     on conflict do nothing returning 1`,
  );
  if (added.length > 0) ctx.publish('added', roomId, { messageId, personId: ctx.actor.id, emoji });
  return {};
}

/** The message is locked first, so that two at once cannot both take the last place. */
async function demandPlace({ messageId, emoji }: React, ctx: Context): Promise<void> {
  await run(ctx.em, sql`select 1 from message where id = ${messageId} for no key update`);
  const others = await run(
    ctx.em,
    sql({
      n: int4,
    })`select count(distinct emoji)::int n from reactions where message_id = ${messageId} and emoji <> ${emoji}`,
  );
  if ((others[0]?.n ?? 0) >= ctx.settings.perMessage) ctx.refuse('too-many');
}
