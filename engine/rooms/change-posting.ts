import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';

/** Has everyone write in a room from now on, or its hosts and moderators only; what was said stays. */
export const changePosting = command('room.changePosting', {
  draft: z.strictObject({ roomId: z.uuid(), posting: z.enum(['discussion', 'announcement']) }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.changePosting'),
  async run({ roomId, posting }, _access, work) {
    const { room, changed } = await changeRoom(work, roomId, { posting });
    if (!changed) return room;
    work.rosterChanged.add(roomId);
    record(work, roomId, 'room.postingChanged', { posting });
    if (work.asked.person) await say(work, room, { what: 'posting', by: work.asked.person.id, posting });
    return room;
  },
});
