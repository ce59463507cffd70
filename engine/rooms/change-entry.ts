import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';

/** Opens a room to its class, or has people ask or be added from now on; who is in it stays. */
export const changeEntry = command('room.changeEntry', {
  draft: z.strictObject({ roomId: z.uuid(), entry: z.enum(['open', 'on-request']) }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.changeEntry'),
  async run({ roomId, entry }, _access, work) {
    const { room, changed } = await changeRoom(work, roomId, { entry });
    if (!changed) return room;
    record(work, roomId, 'room.entryChanged', { entry });
    const what = entry === 'open' ? 'opened' : 'closed';
    if (work.asked.person) await say(work, room, { what, by: work.asked.person.id });
    return room;
  },
});
