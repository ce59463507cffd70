import { z } from 'zod';
import { missing, run, sql, uuid } from '../../engine/index.ts';
import { type State, Words } from './contract.ts';
import { tellQueue } from './tell-queue.ts';
import { type HostContext, holdGate, waits } from './waiting.ts';

const RequestIds = z.array(z.uuid()).min(1).max(100);

export const Approve = z.strictObject({ roomId: z.uuid(), requestIds: RequestIds });
export const Deny = z.strictObject({ roomId: z.uuid(), requestIds: RequestIds, reason: Words.default('') });

interface Taken {
  readonly id: string;
  readonly personId: string;
}

/** Lets people in by the engine's own command, all of them or none. */
export async function approve({ requestIds }: z.output<typeof Approve>, ctx: HostContext) {
  const taken = await take(requestIds, ctx);
  await settle(taken, 'approved', '', ctx);
  for (const { personId } of taken) await ctx.engine.run('participant.add', { roomId: ctx.room.id, personId });
  return { approved: taken.length };
}

/** Says no, with a reason or without, to all of them or none. */
export async function deny({ requestIds, reason }: z.output<typeof Deny>, ctx: HostContext) {
  const taken = await take(requestIds, ctx);
  await settle(taken, 'denied', reason, ctx);
  return { denied: taken.length };
}

/**
 * Takes requests for an answer: of two who answer at once the second finds them answered.
 * @throws `not-allowed`, `missing` for what was never asked in this room, `not-waiting`
 */
async function take(requestIds: readonly string[], ctx: HostContext): Promise<Taken[]> {
  if (!ctx.can('answer')) ctx.refuse('not-allowed');
  const { em, room } = ctx;
  const ids = [...new Set(requestIds)];
  const askers = await run(
    em,
    sql({
      person_id: uuid,
    })`select person_id from join_requests where room_id = ${room.id} and id = any(${ids}::uuid[])`,
  );
  if (askers.length < ids.length) throw missing();
  await holdGate(
    ctx,
    room,
    askers.map(({ person_id }) => person_id),
  );
  const rows = await run(
    em,
    sql({ id: uuid, person_id: uuid })`select q.id, q.person_id from join_requests q join room r on r.id = q.room_id
     where q.room_id = ${room.id} and q.id = any(${ids}::uuid[]) and ${waits(ctx)}
     order by q.asked_at, q.id for update of q`,
  );
  if (rows.length < ids.length) {
    const still = new Set(rows.map(({ id }) => id));
    ctx.refuse('not-waiting', { requestIds: ids.filter((id) => !still.has(id)) });
  }
  return rows.map(({ id, person_id }) => ({ id, personId: person_id }));
}

async function settle(taken: readonly Taken[], state: State, reason: string, ctx: HostContext): Promise<void> {
  const requestIds = taken.map(({ id }) => id);
  await run(
    ctx.em,
    sql`update join_requests set state = ${state}, reason = ${reason}, answered_at = now()
      where id = any(${requestIds}::uuid[])`,
  );
  ctx.publish('answered', ctx.room, { requestIds });
  for (const { personId } of taken) ctx.tell('mine', personId, { roomId: ctx.room.id, state });
  await tellQueue(ctx, [ctx.room.id]);
}
