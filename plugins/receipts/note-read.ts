import type { ActorContext, Outcome } from '../../engine/index.ts';
import type { receipts } from './contract.ts';
import { moves } from './moves.ts';

type Context = ActorContext<typeof receipts>;

/** The engine moved somebody's read cursor in a room. */
export function noteRoomRead({ seen }: Outcome<'room.see'>, _accepted: undefined, ctx: Context): void {
  note(ctx, null, ctx.participant?.seen ?? seen, seen);
}

/** The engine moved somebody's read cursor in a thread. */
export function noteThreadRead(
  { rootId, before, seen }: Outcome<'message.seeThread'>,
  _: undefined,
  ctx: Context,
): void {
  note(ctx, rootId, before, seen);
}

function note(ctx: Context, root: string | null, after: number, upTo: number): void {
  if (!ctx.room || !ctx.participant || upTo <= after || !ctx.can('take-part')) return;
  ctx.gather(moves, { room: ctx.room.id, root, person: ctx.participant.personId, after, upTo });
}
