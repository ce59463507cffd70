import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { type ClassRole, type RoomRole, roomRoleFor } from '../roles/roles.ts';
import { lockRoom } from '../rooms/lock-room.ts';

/** SQL for the hosts of a room: those in it as such whom the school still has. */
const HOSTS = (room: string): string => `
  select host.person_id from participant host join person kept on kept.id = host.person_id and kept.left_at is null
  where host.room_id = ${room} and host.left_at is null and host.role = 'host'`;

/** SQL for whether nobody is in charge of a room. */
export const hostless = (room: string): string => `not exists (${HOSTS(room)})`;

/** Who is in charge of a room. Lock it first: what is answered then holds until the commit. */
export async function hostsOf({ em }: UnitOfWork, roomId: string): Promise<readonly string[]> {
  const rows = await em.execute<{ person_id: string }[]>(HOSTS('?'), [roomId]);
  return rows.map(({ person_id }) => person_id);
}

/**
 * As what somebody of the class enters a room: staff take charge of one that has no host. The room is locked for them, so
 * that its last host, who may be leaving, is found to be there or to have gone.
 */
export async function roleAtEntry(work: UnitOfWork, roomId: string, classRole: ClassRole): Promise<RoomRole> {
  const role = roomRoleFor(classRole);
  if (role !== 'moderator') return role;
  await lockRoom(work, roomId);
  return (await hostsOf(work, roomId)).length > 0 ? role : 'host';
}
