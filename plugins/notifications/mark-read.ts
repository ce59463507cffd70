import { z } from 'zod';
import { type ActorContext, type Outcome, type RoomContext, run, type Sql, sql } from '../../engine/index.ts';
import type { Counts, notifications } from './contract.ts';
import { tellCounts } from './count.ts';
import { readCounts } from './list-notices.ts';
import { NOTICES, PASSED } from './reads.ts';

type Context = ActorContext<typeof notifications>;

export const One = z.strictObject({ id: z.uuid() });
export const OfRoom = z.strictObject({ roomId: z.uuid() });

/** Takes one of the asker's notices as read. Another's, or one that is gone, changes nothing. */
export const readOne = ({ id }: z.output<typeof One>, ctx: Context): Promise<Counts> =>
  markAndCount(sql`n.id = ${id}::uuid`, ctx);

/** Takes all of the asker's as read. */
export const readAll = (ctx: Context): Promise<Counts> => markAndCount(sql`not n.held`, ctx);

/**
 * The asker looks at a room: what is not about its new messages is read by that, which the engine's cursors cannot tell
 * (a reaction, that one was brought in).
 */
export const readOpened = (ctx: RoomContext<typeof notifications>): Promise<Counts> =>
  markAndCount(sql`n.room_id = ${ctx.room.id} and (not n.fresh or ${PASSED})`, ctx);

/** The engine moved somebody's read cursor in a room: what they are told of up to there is read, on every device. */
export async function noteRoomRead({ seen }: Outcome<'room.see'>, _accepted: undefined, ctx: Context): Promise<void> {
  if (!ctx.room || !ctx.participant) return;
  await mark(sql`n.room_id = ${ctx.room.id} and m.thread_root is null and n.fresh and m.seq <= ${seen}`, ctx);
}

/** The engine moved somebody's read cursor in a thread. */
export async function noteThreadRead(
  { rootId, seen }: Outcome<'message.seeThread'>,
  _accepted: undefined,
  ctx: Context,
): Promise<void> {
  if (!ctx.room || !ctx.participant) return;
  await mark(sql`n.room_id = ${ctx.room.id} and m.thread_root = ${rootId} and n.fresh and m.seq <= ${seen}`, ctx);
}

async function markAndCount(condition: Sql, ctx: Context): Promise<Counts> {
  await mark(condition, ctx);
  return readCounts(ctx);
}

/** Marks the asker's unread notices that meet a condition over `NOTICES`, and tells their devices if there were any. */
async function mark(condition: Sql, ctx: Context): Promise<void> {
  const marked = await run(
    ctx.em,
    sql`update notifications set read_at = now() where id in (
       select n.id from ${NOTICES} where n.person_id = ${ctx.actor.id} and n.read_at is null and ${condition})
     returning 1`,
  );
  if (marked.length > 0) tellCounts([ctx.actor.id], ctx);
}
