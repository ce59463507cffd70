import { z } from 'zod';
import type { CommandName, Draft } from '../../commands/commands.ts';
import { readParticipants } from '../../participants/read-participants.ts';
import { asks, inRoom, router, signedIn } from '../procedures.ts';

/** A command about a participant, whose outcome the room's events tell. */
const told = <K extends CommandName>(name: K) =>
  signedIn.input(asks<Draft<K>>()).mutation(async ({ ctx, input }) => {
    await ctx.run(name, input as Draft<K>);
    return {};
  });

export const participantsRouter = router({
  list: inRoom.input(z.strictObject({ roomId: z.uuid() })).query(({ ctx }) => ctx.readRoom(readParticipants)),
  add: told('participant.add'),
  leave: told('participant.leave'),
  remove: told('participant.remove'),
  changeRole: told('participant.changeRole'),
});
