import { type Draft, type GuardContext, run, sql } from '../../engine/index.ts';
import type { privateThreads } from './contract.ts';
import { stateOf, type ThreadState } from './thread-state.ts';

type Context = GuardContext<typeof privateThreads>;
type Told = { readonly roomId: string };

/** Asked before anything is written: the rules as they are at this moment, with a sentence that says which one refused. */
export async function mayWrite(draft: Told, ctx: Context): Promise<ThreadState | null> {
  await holdStill(draft.roomId, ctx);
  const state = await stateOf(ctx, draft.roomId);
  if (state?.closed) ctx.refuse(state.closed);
  return state;
}

export async function maySend(draft: Readonly<Draft<'message.send'>>, ctx: Context): Promise<void> {
  const state = await mayWrite(draft, ctx);
  if (state?.supervised) await demandSupervised([draft.replyTo, draft.threadRoot], ctx);
}

export async function mayEdit(draft: Readonly<Draft<'message.edit'>>, ctx: Context): Promise<void> {
  const state = await mayWrite(draft, ctx);
  if (state?.supervised) await demandSupervised([draft.messageId], ctx);
}

export async function mayDelete(draft: Told, ctx: Context): Promise<void> {
  await mayWrite(draft, ctx);
}

/** The two stay; a supervisor may go. */
export async function mayLeave({ roomId }: Told, ctx: Context): Promise<void> {
  if (await stateOf(ctx, roomId)) ctx.refuse('only-two');
}

/**
 * Until the commit nobody changes the rules of the class, and the other does not leave the parent: what is judged now is
 * what holds when it is written.
 */
async function holdStill(roomId: string, { em, actor }: Context): Promise<void> {
  await run(
    em,
    sql`select 1 from private_threads t
     join room parent on parent.id = t.parent_id
     join classroom c on c.id = parent.classroom_id
     join participant inside on inside.room_id = t.parent_id and inside.person_id in (t.low_id, t.high_id)
       and inside.person_id <> ${actor.id}::uuid
     where t.room_id = ${roomId}::uuid for share of c, inside`,
  );
}

/** A quote, an edit or an answer would carry what was written before supervision to those who may read only what came after. */
async function demandSupervised(ids: readonly (string | undefined)[], ctx: Context): Promise<void> {
  const asked = ids.filter((id) => id !== undefined);
  if (asked.length === 0) return;
  const earlier = await run(
    ctx.em,
    sql`select 1 from private_threads_message where message_id = any(${asked}::uuid[]) and not supervised limit 1`,
  );
  if (earlier.length > 0) ctx.refuse('before-supervision');
}
