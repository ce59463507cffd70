import { definePlugin } from '../../engine/index.ts';
import { Choice, choose, readChoice } from './choose.ts';
import { receipts } from './contract.ts';
import { Delivery, deliver } from './deliver.ts';
import { CreateReceipts } from './migrations/20261122-receipts.ts';
import { noteRoomRead, noteThreadRead } from './note-read.ts';
import { privacy } from './privacy.ts';
import { Place, readCursors } from './read-cursors.ts';

export default definePlugin(receipts, {
  tables: ['receipts_delivered', 'receipts_hidden'],
  migrations: [CreateReceipts],
  within: { 'room.see': noteRoomRead, 'message.seeThread': noteThreadRead },
  router: ({ router, inRoom, signedIn }) =>
    router({
      cursors: inRoom.input(Place).query(({ input, ctx }) => readCursors(input, ctx)),
      deliver: signedIn.input(Delivery).mutation(({ input, ctx }) => deliver(input, ctx)),
      choice: signedIn.query(({ ctx }) => readChoice(ctx)),
      choose: signedIn.input(Choice).mutation(({ input, ctx }) => choose(input, ctx)),
    }),
  privacy,
});
