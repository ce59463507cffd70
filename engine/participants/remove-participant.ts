import { z } from 'zod';
import { command } from '../commands/command.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import type { RoomRole } from '../roles/roles.ts';
import { findRoomWith, notAllowed } from '../rooms/find-room.ts';
import { exitRoom } from './exit-room.ts';
import { Participant } from './participant.ts';

const RANK: Readonly<Record<RoomRole, number>> = { host: 3, moderator: 2, member: 1, observer: 0 };

/** Hosts remove anybody; moderators those below them: a pupil made moderator cannot put the teacher out. */
const mayRemove = (asker: RoomRole, other: RoomRole): boolean => asker === 'host' || RANK[asker] > RANK[other];

/** Takes somebody out of a room; they stay out until they are brought back. */
export const removeParticipant = command('participant.remove', {
  draft: z.strictObject({ roomId: z.uuid(), personId: z.uuid() }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'participant.remove'),
  async run({ personId }, { room, participant: asker }, work) {
    if (asker?.personId === personId)
      throw forbidden('participants.yourself', 'You cannot remove yourself: leave instead.');
    const participant = room && (await work.em.findOne(Participant, { roomId: room.id, personId, leftAt: null }));
    if (!room || !participant) throw missing();
    if (asker && !mayRemove(asker.role, participant.role)) throw notAllowed();
    const by = work.asked.person?.id ?? personId;
    return exitRoom(work, room, participant, true, { what: 'removed', person: personId, by });
  },
});
