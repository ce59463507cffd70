import { run, sql, uuid } from '../../engine/index.ts';
import { joinRequests } from './contract.ts';
import type { Context } from './waiting.ts';

/** Tells everybody who answers requests in these rooms, on all their devices, that a queue changed. */
export async function tellQueue(ctx: Context, roomIds: readonly string[]): Promise<void> {
  for (const roomId of new Set(roomIds)) {
    for (const personId of await answerersOf(ctx, roomId)) ctx.tell('queue', personId, { roomId });
  }
}

/** Ids of those whose role in a room lets them answer. */
export async function answerersOf({ em }: Pick<Context, 'em'>, roomId: string): Promise<string[]> {
  const rows = await run(
    em,
    sql({ person_id: uuid })`select person_id from participant
      where room_id = ${roomId} and left_at is null and role = any(${joinRequests.permissions.answer}::text[])
      order by person_id`,
  );
  return rows.map(({ person_id }) => person_id);
}
