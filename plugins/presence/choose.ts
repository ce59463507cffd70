import { z } from 'zod';
import { type ActorContext, run, sql } from '../../engine/index.ts';
import type { Presence, presence } from './contract.ts';
import { myChoice } from './read-presence.ts';
import { lockRows, refresh } from './refresh.ts';
import { shownAs } from './state.ts';
import { tellRooms } from './tell-rooms.ts';

type Context = ActorContext<typeof presence>;
type Nothing = Record<string, never>;

export const BeBusy = z.strictObject({ busy: z.boolean() });
export const Hide = z.strictObject({ hidden: z.boolean() });

/** Shows the asker as busy, for as long as they like; or as whatever they are. */
export async function beBusy({ busy }: z.output<typeof BeBusy>, ctx: Context): Promise<Nothing> {
  await lockRows([ctx.actor.id], ctx);
  await run(ctx.em, sql`update presence set busy = ${busy} where person_id = ${ctx.actor.id}`);
  await refresh([ctx.actor.id], ctx);
  return tellOwnDevices(ctx);
}

/** Shows nothing of the asker any more, and nothing to them; or all of it again. */
export async function hide({ hidden }: z.output<typeof Hide>, ctx: Context): Promise<Nothing> {
  if (hidden && !ctx.settings.hiding) ctx.refuse('not-offered');
  await lockRows([ctx.actor.id], ctx);
  const shown = await run(
    ctx.em,
    sql<Presence>`update presence h set hidden = ${hidden}, changed_at = clock_timestamp()
     where person_id = ${ctx.actor.id} and hidden <> ${hidden}
     returning ${shownAs(sql`h.state`)}`,
  );
  await tellRooms(hidden ? shown.map((one) => ({ ...one, state: null, seenAt: null })) : shown, ctx);
  return tellOwnDevices(ctx);
}

async function tellOwnDevices(ctx: Context): Promise<Nothing> {
  ctx.tell('chosen', ctx.actor.id, await myChoice(ctx));
  return {};
}
