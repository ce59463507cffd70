import { z } from 'zod';
import { command } from '../commands/command.ts';
import { missing } from '../errors/domain-error.ts';
import { findPluginsRoom } from '../rooms/find-room.ts';
import { exitRoom } from './exit-room.ts';
import { Participant } from './participant.ts';

/** Takes a person out of a room of a plugin's kind, whoever asks: the plugin has decided that. The room is told. */
export const dismissParticipant = command('participant.dismiss', {
  draft: z.strictObject({ roomId: z.uuid(), personId: z.uuid() }),
  inArchived: true,
  access: ({ roomId }, work) => findPluginsRoom(work, roomId),
  async run({ personId }, { room }, work) {
    const participant = room && (await work.em.findOne(Participant, { roomId: room.id, personId, leftAt: null }));
    if (!room || !participant) throw missing();
    return exitRoom(work, room, participant, false, { what: 'left', person: personId });
  },
});
