import { z } from 'zod';
import { type ActorContext, type RoomContext, run, type Sql, sql } from '../../engine/index.ts';
import type { Choice, Presence, presence } from './contract.ts';
import { STATE, shownAs, socketsOf } from './state.ts';

export const InRoom = z.strictObject({ roomId: z.uuid() });

/**
 * SQL: the same once a node has written down who is connected; right after the plugin was switched on none has, and what
 * was last told still holds.
 */
const KNOWN = sql`case when exists (select from node n
  where n.school_id = p.school_id) then ${STATE} else coalesce(h.state, 'offline') end`;

/** What everybody in the room shows, in one statement. Who hides sees nobody. */
export async function presenceOf(ctx: RoomContext<typeof presence>): Promise<{ people: Presence[] }> {
  const shown = shownAs(KNOWN, sql`p.person_id`, sql`coalesce(h.seen_at, q.last_seen_at)`);
  const people = await run(
    ctx.em,
    sql<Presence>`select ${shown} from participant p join person q on q.id = p.person_id
     left join presence h on h.person_id = p.person_id ${socketsOf(sql`p.person_id`)}
     where p.room_id = ${ctx.room.id} and p.left_at is null
       ${ctx.settings.hiding ? sql`and ${openTo(sql`p.person_id`, sql`${ctx.actor.id}`)}` : sql``}`,
  );
  return { people };
}

/** SQL: neither of two people hides. */
export const openTo = (person: Sql, reader: Sql): Sql =>
  sql`not exists (select from presence x where x.hidden and x.person_id in (${person}, ${reader}))`;

/** What the asker has chosen. */
export async function myChoice({ em, actor, settings }: ActorContext<typeof presence>): Promise<Choice> {
  const rows = await run(em, sql<Choice>`select busy, hidden from presence where person_id = ${actor.id}`);
  const { busy, hidden } = rows[0] ?? { busy: false, hidden: false };
  return { busy, hidden: hidden && settings.hiding };
}
