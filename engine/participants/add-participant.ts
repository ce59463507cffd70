import { z } from 'zod';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { type ClassRole, roomRoleFor } from '../roles/roles.ts';
import { findRoomWith } from '../rooms/find-room.ts';
import { enterRoom } from './enter-room.ts';
import { Participant } from './participant.ts';

/** Brings somebody of the class into a room, also one who was removed. Adding twice is adding once. */
export const addParticipant = command('participant.add', {
  draft: z.strictObject({ roomId: z.uuid(), personId: z.uuid() }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'participant.add'),
  async run({ personId }, { room }, work) {
    if (!room) throw missing();
    const present = await work.em.findOne(Participant, { roomId: room.id, personId, leftAt: null });
    if (present) return present;
    const rows = await work.em.execute<{ role: ClassRole }[]>(
      'select role from enrolment where classroom_id = ? and person_id = ? and ended_at is null',
      [room.classroomId, personId],
    );
    if (!rows[0]) throw missing();
    const by = work.asked.person?.id;
    return enterRoom(
      work,
      room,
      personId,
      roomRoleFor(rows[0].role),
      by ? { what: 'added', person: personId, by } : { what: 'joined', person: personId },
    );
  },
});
