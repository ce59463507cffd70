import { type PluginContext, run, sql } from '../../engine/index.ts';
import type { receipts } from './contract.ts';
import type { Move, Report } from './moves.ts';
import { takesPart } from './takes-part.ts';

/**
 * Writes how far rooms have reached people's devices, and answers what moved. A report about a room its person is not in
 * counts for nothing, one beyond the room's head only as far as the head, and none moves a cursor back. What was read was
 * delivered: it is not written again.
 */
export async function storeDelivered(
  reports: readonly Report[],
  ctx: PluginContext<typeof receipts>,
): Promise<readonly Move[]> {
  const moved = await run(
    ctx.em,
    sql<{ room: string; person: string; after: string; up_to: string }>`with told as (
       select p.room_id, p.person_id, p.school_id, least(max(t.seq), r.head) up_to, greatest(p.seen, min(d.up_to)) before
       from jsonb_to_recordset(${JSON.stringify(reports.flatMap(rowsOf))}::jsonb) t (room uuid, person uuid, seq bigint)
       join participant p on p.room_id = t.room and p.person_id = t.person
       join room r on r.id = p.room_id
       left join receipts_delivered d on d.room_id = p.room_id and d.person_id = p.person_id
       where ${ctx.seesRoom} and ${takesPart(ctx)}
       group by p.room_id, p.person_id, r.id),
     stored as (
       insert into receipts_delivered (room_id, person_id, school_id, up_to, moved_at)
       select room_id, person_id, school_id, up_to, now() from told where up_to > before order by room_id, person_id
       on conflict (room_id, person_id) do update set up_to = excluded.up_to, moved_at = excluded.moved_at
         where receipts_delivered.up_to < excluded.up_to
       returning room_id, person_id, up_to)
     select s.room_id room, s.person_id person, t.before "after", s.up_to
     from stored s join told t on t.room_id = s.room_id and t.person_id = s.person_id`,
  );
  return moved.map(({ room, person, after, up_to }) => ({
    ...{ room, root: null, person, after: Number(after), upTo: Number(up_to) },
  }));
}

const rowsOf = ({ person, heads }: Report) => Object.entries(heads).map(([room, seq]) => ({ room, person, seq }));
