import { z } from 'zod';
import { findMessage, type RoomContext } from '../../engine/index.ts';
import type { newPlugin } from './contract.ts';

export type Context = RoomContext<typeof newPlugin>;

export const Markable = z.strictObject({ roomId: z.uuid(), messageId: z.uuid() });
export type Markable = z.output<typeof Markable>;

/** What marking and taking a mark back have in common: a live message the asker can see, in a room where they may mark. */
export async function demandMarkable({ messageId }: Markable, ctx: Context): Promise<void> {
  const message = await findMessage(ctx.em, ctx, messageId);
  if (!ctx.can('mark')) ctx.refuse('not-allowed');
  if (message.deletedAt != null) ctx.refuse('gone');
}
