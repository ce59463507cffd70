import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';
import { lockRoom } from './lock-room.ts';
import { Room } from './room.ts';

/** Makes a room read-only, or undoes that. */
export const archiveRoom = command('room.archive', {
  draft: z.strictObject({ roomId: z.uuid(), archived: z.boolean() }),
  inArchived: true,
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.archive'),
  async run({ roomId, archived }, _access, work) {
    await lockRoom(work, roomId);
    const before = await work.em.findOneOrFail(Room, { id: roomId }, { refresh: true });
    if ((before.archivedAt != null) === archived) return before;
    const { room } = await changeRoom(work, roomId, { archivedAt: archived ? work.at : null });
    work.rosterChanged.add(roomId);
    const what = archived ? 'archived' : 'unarchived';
    record(work, roomId, `room.${what}`, {});
    if (work.asked.person) await say(work, room, { what, by: work.asked.person.id });
    return room;
  },
});
