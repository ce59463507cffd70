import { z } from 'zod';
import type { ActorContext, RoomContext } from '../../engine/index.ts';
import type { Choice, Presence, presence } from './contract.ts';
import { STATE, shownAs, socketsOf } from './state.ts';

export const InRoom = z.strictObject({ roomId: z.uuid() });

/**
 * SQL: the same once a node has written down who is connected; right after the plugin was switched on none has, and what
 * was last told still holds.
 */
const KNOWN = `case when exists (select from node n where n.school_id = p.school_id) then ${STATE} else coalesce(h.state, 'offline') end`;

/** What everybody in the room shows, in one statement. Who hides sees nobody. */
export async function presenceOf(ctx: RoomContext<typeof presence>): Promise<{ people: Presence[] }> {
  const shown = shownAs(KNOWN, 'p.person_id', 'coalesce(h.seen_at, q.last_seen_at)');
  const people = await ctx.em.execute<Presence[]>(
    `select ${shown} from participant p join person q on q.id = p.person_id
     left join presence h on h.person_id = p.person_id ${socketsOf('p.person_id')}
     where p.room_id = ? and p.left_at is null ${ctx.settings.hiding ? `and ${openTo('p.person_id', '?')}` : ''}`,
    ctx.settings.hiding ? [ctx.room.id, ctx.actor.id] : [ctx.room.id],
  );
  return { people };
}

/** SQL: neither of two people hides. */
export const openTo = (person: string, reader: string): string =>
  `not exists (select from presence x where x.hidden and x.person_id in (${person}, ${reader}))`;

/** What the asker has chosen. */
export async function myChoice({ em, actor, settings }: ActorContext<typeof presence>): Promise<Choice> {
  const rows = await em.execute<Choice[]>('select busy, hidden from presence where person_id = ?', [actor.id]);
  const { busy, hidden } = rows[0] ?? { busy: false, hidden: false };
  return { busy, hidden: hidden && settings.hiding };
}
