import { z } from 'zod';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { roomRoleFor } from '../roles/roles.ts';
import { findRoomWith } from '../rooms/find-room.ts';
import { enrolledAs } from './enrolled-as.ts';
import { enterRoom } from './enter-room.ts';
import { Participant } from './participant.ts';

/** Brings somebody of the class into a room, also one who was removed. Adding twice is adding once. */
export const addParticipant = command('participant.add', {
  draft: z.strictObject({ roomId: z.uuid(), personId: z.uuid() }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'participant.add'),
  async run({ personId }, { room }, work) {
    if (!room) throw missing();
    const role = await enrolledAs(work, room.classroomId, personId);
    const present = await work.em.findOne(Participant, { roomId: room.id, personId, leftAt: null });
    if (present) return present;
    const by = work.asked.person?.id;
    return enterRoom(
      work,
      room,
      personId,
      roomRoleFor(role),
      by ? { what: 'added', person: personId, by } : { what: 'joined', person: personId },
    );
  },
});
