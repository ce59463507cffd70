import { type HeardEvent, run, sql, uuid } from '../../engine/index.ts';
import type { joinRequests } from './contract.ts';
import { tellQueue } from './tell-queue.ts';
import { type Context, holdGate, waits } from './waiting.ts';

type Changed = HeardEvent<typeof joinRequests, 'room.entryChanged'>;

/**
 * A room was opened to its class: whoever waits, and could now join by themselves, is let in. Somebody who was removed from
 * it still waits for an answer.
 */
export async function letIn({ roomId }: Changed, ctx: Context): Promise<void> {
  const [room] = await run(
    ctx.em,
    sql({
      classroom_id: uuid,
    })`select classroom_id from room where id = ${roomId} and entry = 'open' and deleted_at is null`,
  );
  if (!room) return;
  await holdGate(ctx, { id: roomId, classroomId: room.classroom_id }, await askersOf(roomId, ctx));
  const admitted = await run(
    ctx.em,
    sql({ person_id: uuid })`update join_requests q set state = 'approved', answered_at = now() from room r
     where r.id = q.room_id and r.id = ${roomId} and r.entry = 'open' and ${waits(ctx)}
       and not exists (select 1 from participant o where o.room_id = r.id and o.person_id = q.person_id and o.removed_at is not null)
     returning q.person_id`,
  );
  for (const { person_id: personId } of admitted) {
    await ctx.engine.run('participant.add', { roomId, personId });
    ctx.tell('mine', personId, { roomId, state: 'approved' });
  }
  if (admitted.length > 0) await tellQueue(ctx, [roomId]);
}

async function askersOf(roomId: string, { em }: Context): Promise<string[]> {
  const rows = await run(
    em,
    sql({ person_id: uuid })`select person_id from join_requests where room_id = ${roomId} and state = 'waiting'`,
  );
  return rows.map(({ person_id }) => person_id);
}
