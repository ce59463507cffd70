import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record } from '../commands/unit-of-work.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { changeRoom } from './change-room.ts';
import { moveEverybody } from './delete-room.ts';
import { Room } from './room.ts';

/** How long a deleted room can be restored. */
export const RESTORABLE_DAYS = 30;

/** Brings a deleted room back, with everyone in it and everything said. For admins. */
export const restoreRoom = command('room.restore', {
  draft: z.strictObject({ roomId: z.uuid() }),
  inArchived: true,
  async access({ roomId }, work) {
    if (work.asked.person?.role !== 'admin') throw forbidden('rooms.admins-only', 'Only an admin may do that.');
    const oldest = new Date(Date.now() - RESTORABLE_DAYS * 86_400_000);
    const room = await work.em.findOne(Room, { id: roomId, deletedAt: { $gte: oldest } });
    if (!room) throw missing();
    return { room };
  },
  async run({ roomId }, _access, work) {
    const { room } = await changeRoom(work, roomId, { deletedAt: null });
    record(work, roomId, 'room.restored', {});
    await moveEverybody(work, roomId, 'entered');
    return room;
  },
});
