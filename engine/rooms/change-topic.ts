import { z } from 'zod';
import { command } from '../commands/command.ts';
import { record } from '../commands/unit-of-work.ts';
import { say } from '../messages/say.ts';
import { Topic } from '../text.ts';
import { changeRoom } from './change-room.ts';
import { findRoomWith } from './find-room.ts';

/** Says what a room is about, or no more; a room that already says so stays as it is. */
export const changeTopic = command('room.changeTopic', {
  draft: z.strictObject({ roomId: z.uuid(), topic: Topic }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'room.changeTopic'),
  async run({ roomId, topic }, _access, work) {
    const { room, changed } = await changeRoom(work, roomId, { topic });
    if (!changed) return room;
    record(work, roomId, 'room.topicChanged', { topic });
    if (work.asked.person) await say(work, room, { what: 'topic', by: work.asked.person.id, topic });
    return room;
  },
});
