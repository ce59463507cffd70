import type { UnitOfWork } from '../commands/unit-of-work.ts';
import { Room } from './room.ts';

/** Writes some fields of a room, and only those: its `head` belongs to the numbering. */
export async function changeRoom(
  work: UnitOfWork,
  roomId: string,
  change: Partial<Pick<Room, 'title' | 'entry' | 'archivedAt' | 'deletedAt'>>,
): Promise<Room> {
  await work.em.nativeUpdate(Room, { id: roomId }, change);
  return work.em.findOneOrFail(Room, { id: roomId }, { refresh: true });
}
