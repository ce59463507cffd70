import { z } from 'zod';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { Person } from '../people/person.ts';
import { ROOM_ROLES } from '../roles/roles.ts';
import { findPluginsRoom } from '../rooms/find-room.ts';
import { enterRoom } from './enter-room.ts';
import { Participant } from './participant.ts';

/**
 * Puts a person of the school into a room of a plugin's kind, whoever asks: the plugin has decided that, and from where the
 * room's history is theirs to see. The room is told. Somebody who is there already stays as they are.
 */
export const admitParticipant = command('participant.admit', {
  draft: z.strictObject({
    roomId: z.uuid(),
    personId: z.uuid(),
    role: z.enum(ROOM_ROLES),
    visibleFrom: z.int().nonnegative(),
  }),
  access: ({ roomId }, work) => findPluginsRoom(work, roomId),
  async run({ personId, role, visibleFrom }, { room }, work) {
    const person = await work.em.findOne(Person, { id: personId, leftAt: null });
    if (!room || !person) throw missing();
    const present = await work.em.findOne(Participant, { roomId: room.id, personId, leftAt: null });
    return present ?? enterRoom(work, room, personId, role, { what: 'joined', person: personId }, visibleFrom);
  },
});
