import { type ActorContext, type Outcome, run, sql, uuid } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { stateOf } from './thread-state.ts';

type Context = ActorContext<typeof privateThreads>;

/** Writes beside each message the mode it is written under, and says for whom it is. */
export async function keepMode({ id, roomId }: Outcome<'message.send'>, _: undefined, ctx: Context): Promise<void> {
  const state = await stateOf(ctx, roomId);
  if (!state) return;
  const { supervised, otherId } = state;
  await run(
    ctx.em,
    sql`insert into private_threads_message (message_id, room_id, school_id, supervised)
      values (${id}, ${roomId}, ${ctx.school.id}, ${supervised})`,
  );
  ctx.publish('written', roomId, { messageId: id, personId: otherId, supervised });
  if (!supervised) await endSupervision(roomId, ctx);
}

/** What is rewritten without supervision is no longer what was written under it. */
export async function keepEdit({ id }: Outcome<'message.edit'>, _: undefined, ctx: Context): Promise<void> {
  const roomId = ctx.room?.id ?? '';
  const state = await stateOf(ctx, roomId);
  if (!state || state.supervised) return;
  await run(ctx.em, sql`update private_threads_message set supervised = false where message_id = ${id}`);
  await endSupervision(roomId, ctx);
}

/** Supervisors are out of the room before they could hear the first thing that is said without supervision. */
async function endSupervision(roomId: string, ctx: Context): Promise<void> {
  const supervisors = await run(
    ctx.em,
    sql({ person_id: uuid })`select p.person_id from participant p join private_threads t on t.room_id = p.room_id
     where p.room_id = ${roomId} and p.left_at is null and p.person_id not in (t.low_id, t.high_id)`,
  );
  for (const { person_id } of supervisors) await ctx.engine.run('participant.dismiss', { roomId, personId: person_id });
}
