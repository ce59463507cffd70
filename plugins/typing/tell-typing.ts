import { z } from 'zod';
import { demandPosting, findMessage, type RoomContext } from '../../engine/index.ts';
import type { typing } from './contract.ts';
import { createRecent } from './recent.ts';

export const Typing = z.strictObject({ roomId: z.uuid(), threadRoot: z.uuid().optional() });
export type Typing = z.output<typeof Typing>;
type Context = RoomContext<typeof typing>;

/** The most often that one person's typing is published in one room or thread. `ui/typing-notifier.ts` waits a little longer. */
const EVERY_MS = 3_000;
const isDue = createRecent(EVERY_MS);

/**
 * Publishes to a room that somebody types in it, if they may post there, or in one of its threads. Nothing is stored. What
 * comes too soon after the last one in the same room or thread is dropped without an error: each node counts for itself.
 */
export async function tellTyping({ roomId, threadRoot }: Typing, ctx: Context): Promise<Record<string, never>> {
  demandPosting(ctx);
  const root = threadRoot ? await rootOf(threadRoot, ctx) : null;
  if (isDue(`${root ?? roomId} ${ctx.actor.id}`))
    ctx.publish('typed', roomId, { personId: ctx.actor.id, threadRoot: root });
  return {};
}

async function rootOf(messageId: string, ctx: Context): Promise<string> {
  const message = await findMessage(ctx.em, ctx, messageId);
  return message.threadRoot ?? message.id;
}
