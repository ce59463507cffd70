import { z } from 'zod';
import { command } from '../commands/command.ts';
import { conflict, missing } from '../errors/domain-error.ts';
import { ROOM_ROLES } from '../roles/roles.ts';
import { findRoomWith } from '../rooms/find-room.ts';
import { lockRoom } from '../rooms/lock-room.ts';
import { giveRole } from './give-role.ts';
import { hostsOf } from './hosts.ts';
import { Participant } from './participant.ts';

/** Changes what somebody is in a room. The last host cannot stop being one: name another first. */
export const changeRole = command('participant.changeRole', {
  draft: z.strictObject({ roomId: z.uuid(), personId: z.uuid(), role: z.enum(ROOM_ROLES) }),
  access: ({ roomId }, work) => findRoomWith(work, roomId, 'participant.changeRole'),
  async run({ roomId, personId, role }, _access, work) {
    await lockRoom(work, roomId);
    const participant = await work.em.findOne(Participant, { roomId, personId, leftAt: null }, { refresh: true });
    if (!participant) throw missing();
    const others = (await hostsOf(work, roomId)).filter((id) => id !== personId);
    if (participant.role === 'host' && role !== 'host' && others.length === 0) {
      throw conflict('participants.last-host', 'A room needs a host: make somebody else host first.');
    }
    return giveRole(work, roomId, personId, role);
  },
});
