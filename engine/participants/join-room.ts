import { z } from 'zod';
import { command } from '../commands/command.ts';
import { forbidden, missing } from '../errors/domain-error.ts';
import { roomRoleFor } from '../roles/roles.ts';
import { findRoomAtGate } from '../rooms/find-room.ts';
import { enrolledAs } from './enrolled-as.ts';
import { enterRoom } from './enter-room.ts';
import { takesCharge } from './hosts.ts';
import { Participant } from './participant.ts';

/**
 * Enters an open room of one's class. One on request is open to the class's staff while it has no host: nobody else could let
 * them in. Joining twice is joining once.
 */
export const joinRoom = command('participant.join', {
  draft: z.strictObject({ roomId: z.uuid() }),
  access: ({ roomId }, work) => findRoomAtGate(work.em, work.asked, roomId),
  async run(_draft, { room }, work) {
    if (!room || !work.asked.person) throw missing();
    const { id } = work.asked.person;
    const classRole = await enrolledAs(work, room.classroomId, id);
    const participant = await work.em.findOne(Participant, { roomId: room.id, personId: id }, { refresh: true });
    if (participant && participant.leftAt == null) return participant;
    const role = roomRoleFor(classRole);
    if (room.entry === 'on-request' && !(await takesCharge(work, room, role)))
      throw forbidden('rooms.on-request', 'Staff add people to this room.');
    if (participant?.removedAt != null) throw forbidden('rooms.removed', 'You were removed from this room.');
    return enterRoom(work, room, id, role, { what: 'joined', person: id });
  },
});
