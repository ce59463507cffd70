import { z } from 'zod';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { findRoom } from '../rooms/find-room.ts';
import { exitRoom } from './exit-room.ts';

/** Leaves a room. An open one can be joined again. */
export const leaveRoom = command('participant.leave', {
  draft: z.strictObject({ roomId: z.uuid() }),
  access: ({ roomId }, work) => findRoom(work, roomId),
  run(_draft, { room, participant }, work) {
    if (!room || !participant) throw missing();
    return exitRoom(work, room, participant, false, { what: 'left', person: participant.personId });
  },
});
