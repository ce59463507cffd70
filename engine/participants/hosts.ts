import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { run, type Sql, sql } from '../database/sql.ts';
import type { RoomRole } from '../roles/roles.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import type { Room } from '../rooms/room.ts';

/** SQL for the hosts of a room: those in it as such whom the school still has. */
const HOSTS = (room: Sql): Sql<{ person_id: string }> => sql`
  select host.person_id from participant host join person kept on kept.id = host.person_id and kept.left_at is null
  where host.room_id = ${room} and host.left_at is null and host.role = 'host'`;

/** SQL for whether nobody is in charge of a room. */
export const hostless = (room: Sql): Sql => sql`not exists (${HOSTS(room)})`;

/** Who is in charge of a room. Lock it first: what is answered then holds until the commit. */
export async function hostsOf({ em }: UnitOfWork, roomId: string): Promise<readonly string[]> {
  const rows = await run(em, HOSTS(sql`${roomId}`));
  return rows.map(({ person_id }) => person_id);
}

/**
 * Whether somebody who enters a room with a role takes charge of it: moderators, whom staff enter as, do where nobody is host.
 * The room is locked for them, so that its last host, who may be leaving, is found to be there or to have gone.
 */
export async function takesCharge(work: UnitOfWork, room: Room, role: RoomRole): Promise<boolean> {
  if (role !== 'moderator' || room.kind !== 'class') return false;
  await lockRoom(work, room.id);
  return (await hostsOf(work, room.id)).length === 0;
}
