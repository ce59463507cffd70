import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { lockRoom } from './lock-room.ts';
import { Room } from './room.ts';

type Change = Partial<Pick<Room, 'title' | 'topic' | 'entry' | 'posting' | 'history' | 'archivedAt' | 'deletedAt'>>;

/**
 * Writes some fields of a room, and only those: its `head` belongs to the numbering. The room is held until the commit, so
 * that of two changes at once the second is told whether it still is one.
 */
export async function changeRoom(
  work: UnitOfWork,
  roomId: string,
  change: Change,
): Promise<{ readonly room: Room; readonly changed: boolean }> {
  await lockRoom(work, roomId);
  const before = await work.em.findOneOrFail(Room, { id: roomId }, { refresh: true });
  const fields = Object.keys(change) as (keyof Change)[];
  if (fields.every((field) => (before[field] ?? null) === change[field])) return { room: before, changed: false };
  await work.em.nativeUpdate(Room, { id: roomId }, change);
  return { room: await work.em.findOneOrFail(Room, { id: roomId }, { refresh: true }), changed: true };
}
