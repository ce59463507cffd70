import { z } from 'zod';
import type { Draft, StoredMessage } from '../../commands/commands.ts';
import { sentMessage, tombstone } from '../../messages/apply-message.ts';
import { readEdits } from '../../messages/read-edits.ts';
import { Limit, PageRange, readPage, readThread } from '../../messages/read-messages.ts';
import type { MessageView } from '../../views.ts';
import { asks, heavy, inRoom, router, sender, signedIn } from '../procedures.ts';

const Room = { roomId: z.uuid() };

/** A repeated send whose message its author may not read today is answered with `id`, `seq` and `at` alone. */
function answerOf({ roomId, seq, at, deletedAt, withheld, ...sent }: StoredMessage): MessageView {
  const message = sentMessage(sent, { room: roomId, seq: seq ?? 0, at });
  if (withheld) return { id: message.id, seq: message.seq, at } as MessageView;
  return deletedAt ? tombstone(message, deletedAt) : message;
}

export const messagesRouter = router({
  page: inRoom
    .input(z.strictObject({ ...Room, ...PageRange.shape }))
    .use(heavy)
    .query(({ ctx, input }) => ctx.readRoom((work, access) => readPage(work, access, input))),
  thread: inRoom
    .input(z.strictObject({ ...Room, rootId: z.uuid(), before: PageRange.shape.before, limit: Limit }))
    .use(heavy)
    .query(({ ctx, input }) => ctx.readRoom((work, access) => readThread(work, access, input))),
  history: inRoom
    .input(z.strictObject({ ...Room, messageId: z.uuid() }))
    .query(({ ctx, input }) => ctx.readRoom((work, access) => readEdits(work, access, input.messageId))),
  send: sender.input(asks<Draft<'message.send'>>()).mutation(async ({ ctx, input }) => {
    const sent = await ctx.run('message.send', input);
    return { message: answerOf(sent), seq: sent.seq ?? 0 };
  }),
  edit: signedIn.input(asks<Draft<'message.edit'>>()).mutation(({ ctx, input }) => ctx.run('message.edit', input)),
  delete: signedIn
    .input(asks<Draft<'message.delete'>>())
    .mutation(({ ctx, input }) => ctx.run('message.delete', input)),
  seeThread: signedIn.input(asks<Draft<'message.seeThread'>>()).mutation(async ({ ctx, input }) => {
    const { seen } = await ctx.run('message.seeThread', input);
    return { seen };
  }),
});
