import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { Title } from '../text.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';

/** Gives a room another title; a room that already has it stays as it is. */
export const renameRoom = command('room.rename', {
  draft: z.strictObject({ roomId: z.uuid(), title: Title }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.rename'),
  async run({ roomId, title }, _access, work) {
    const { room, changed } = await changeRoom(work, roomId, { title });
    if (!changed) return room;
    record(work, roomId, 'room.renamed', { title });
    if (work.asked.person) await say(work, room, { what: 'renamed', by: work.asked.person.id, title });
    return room;
  },
});
