import { type Outcome, run, type Sql, sql, uuid } from '../../engine/index.ts';
import type { State } from './contract.ts';
import { tellQueue } from './tell-queue.ts';
import type { Context } from './waiting.ts';

/** Ends waiting requests that fit a condition over `q`, without anybody's answer, and tells all whom it concerns. */
export async function endRequests(ctx: Context, state: State, condition: Sql): Promise<void> {
  const ended = await run(
    ctx.em,
    sql({
      room_id: uuid,
      person_id: uuid,
    })`update join_requests q set state = ${state}, answered_at = now() where q.state = 'waiting' and ${condition}
     returning q.room_id, q.person_id`,
  );
  for (const { room_id, person_id } of ended) ctx.tell('mine', person_id, { roomId: room_id, state });
  await tellQueue(
    ctx,
    ended.map(({ room_id }) => room_id),
  );
}

/** Somebody entered by hand, or by themselves since the room is open. */
export const endOfEntered = (
  { roomId, personId }: Outcome<'participant.add'>,
  _accepted: unknown,
  ctx: Context,
): Promise<void> => endRequests(ctx, 'ended', sql`q.room_id = ${roomId} and q.person_id = ${personId}`);

/** Somebody left the class. */
export const endOfUnenrolled = (
  { classroomId, personId }: Outcome<'classroom.unenrol'>,
  _accepted: unknown,
  ctx: Context,
): Promise<void> =>
  endRequests(
    ctx,
    'ended',
    sql`q.person_id = ${personId} and q.room_id in (select id from room where classroom_id = ${classroomId})`,
  );

/** Somebody is no longer at the school. */
export const endOfMembership = ({ personId }: Outcome<'person.end'>, _accepted: unknown, ctx: Context): Promise<void> =>
  endRequests(ctx, 'ended', sql`q.person_id = ${personId}`);

/** A room was archived or deleted. */
export async function endOfRoom(
  { id, archivedAt, deletedAt }: Outcome<'room.archive'>,
  _accepted: unknown,
  ctx: Context,
): Promise<void> {
  if (archivedAt != null || deletedAt != null) await endRequests(ctx, 'ended', sql`q.room_id = ${id}`);
}
