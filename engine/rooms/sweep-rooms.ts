import type { Database } from '../database/database.ts';
import { RESTORABLE_DAYS } from './restore-room.ts';

const CHUNK = 5_000;

/**
 * Erases rooms that were deleted longer ago than they can be restored, with all that stands in them; plugins' rows go with
 * the rows they hang on. Messages and events first and a few thousand at a time, so that no statement holds long.
 * Answers how many rooms.
 */
export async function sweepRooms({ system }: Pick<Database, 'system'>): Promise<number> {
  const { rows } = await system.query<{ id: string }>(
    'select id from room where deleted_at < now() - make_interval(days => $1) order by deleted_at',
    [RESTORABLE_DAYS],
  );
  for (const { id } of rows) {
    for (const table of ['room_event', 'message']) await emptied(system, table, id);
    await system.query('delete from room where id = $1', [id]);
  }
  return rows.length;
}

async function emptied(system: Database['system'], table: string, roomId: string): Promise<void> {
  const statement = `delete from ${table} where ctid = any(array(select ctid from ${table} where room_id = $1 limit ${CHUNK}))`;
  for (;;) {
    const { rowCount } = await system.query(statement, [roomId]);
    if ((rowCount ?? 0) < CHUNK) return;
  }
}
