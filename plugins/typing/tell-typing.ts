import { z } from 'zod';
import { demandPosting, findMessage, type RoomContext } from '../../engine/index.ts';
import type { typing } from './contract.ts';
import { createRecent } from './recent.ts';

export const Typing = z.strictObject({ roomId: z.uuid(), threadRoot: z.uuid().optional() });
export type Typing = z.output<typeof Typing>;
type Context = RoomContext<typeof typing>;

/** Nobody is told of more often than this, per person and room. `ui/told.ts` waits a little longer. */
const EVERY_MS = 3_000;
const isDue = createRecent(EVERY_MS);

/**
 * Tells a room that somebody types in it, if they may post there, or in one of its threads. Nothing is stored. Told again
 * too soon it is dropped without a word: each node counts for itself.
 */
export async function tellTyping({ roomId, threadRoot }: Typing, ctx: Context): Promise<Record<string, never>> {
  demandPosting(ctx);
  const root = threadRoot ? await rootOf(threadRoot, ctx) : null;
  if (isDue(`${roomId} ${ctx.actor.id}`)) ctx.publish('typed', roomId, { personId: ctx.actor.id, threadRoot: root });
  return {};
}

async function rootOf(messageId: string, ctx: Context): Promise<string> {
  const message = await findMessage(ctx.em, ctx, messageId);
  return message.threadRoot ?? message.id;
}
