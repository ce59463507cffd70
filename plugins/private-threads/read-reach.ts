import { bool, int4, missing, type RoomContext, run, sql, uuid } from '../../engine/index.ts';
import { MODES, type Mode, type privateThreads, type Reach } from './contract.ts';
import { OFF, strictness } from './rules.ts';

/** Whom of a room the asker may write to now, and those they have a conversation with already. */
export async function readReach({ em, actor, room, settings }: RoomContext<typeof privateThreads>): Promise<Reach[]> {
  if (room.kind !== 'class') throw missing();
  const rows = await run(
    em,
    sql({
      person_id: uuid,
      there: int4,
      known: bool,
    })`select other.id person_id, ${strictness(settings, sql`me`, sql`other`, sql`parent`)} there,
       exists (select 1 from private_threads t where t.parent_id = parent.id
         and t.low_id = least(me.id, other.id) and t.high_id = greatest(me.id, other.id)) known
     from room parent
     join person me on me.id = ${actor.id}::uuid
     join participant p on p.room_id = parent.id and p.left_at is null and p.person_id <> me.id
     join person other on other.id = p.person_id and other.left_at is null
     where parent.id = ${room.id}::uuid`,
  );
  const reached = rows.filter(
    (row) => (row as { known?: boolean }).known || (row.there < OFF && room.archivedAt == null),
  );
  return reached.map(({ person_id, there }) => ({ personId: person_id, mode: MODES[there] as Mode }));
}
