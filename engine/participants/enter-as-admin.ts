import { z } from 'zod';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { say } from '../messages/say.ts';
import { noteAct } from '../people/acts.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import { Room } from '../rooms/room.ts';
import { enterRoom } from './enter-room.ts';
import { Participant } from './participant.ts';

/**
 * An admin enters a room of their school that they are not in, an archived one too. The room says it on a line of its own, and
 * the act is written down for good; before it they can read nothing of the room. Entering twice is entering once.
 * @throws DomainError `missing` for rooms of plugins' kinds, and for everybody who is no admin
 */
export const enterAsAdmin = command('participant.enter', {
  draft: z.strictObject({ roomId: z.uuid() }),
  inArchived: true,
  async access({ roomId }, work) {
    const isAdmin = work.asked.person?.role === 'admin';
    const room = isAdmin && (await work.em.findOne(Room, { id: roomId, kind: 'class', deletedAt: null }));
    if (!room) throw missing();
    return { room };
  },
  async run({ roomId }, { room }, work) {
    const personId = work.asked.person?.id;
    if (!room || !personId) throw missing();
    await lockRoom(work, roomId);
    const known = await work.em.findOne(Participant, { roomId, personId }, { refresh: true });
    if (known && known.leftAt == null) return known;
    const entered = await enterRoom(work, room, personId, 'moderator', null);
    await say(work, room, { what: 'entered', person: personId });
    await noteAct(work, personId, 'enteredRoom', { roomId, room: room.title });
    return entered;
  },
});
