import { z } from 'zod';
import { findMessage, type RoomContext } from '../../engine/index.ts';
import { Emoji, type reactions } from './contract.ts';

export type Context = RoomContext<typeof reactions>;

export const React = z.strictObject({ roomId: z.uuid(), messageId: z.uuid(), emoji: Emoji });
export type React = z.output<typeof React>;

/** What reacting and taking back have in common: a live message the asker can see, in a room where they may react. */
export async function demandReactable({ messageId }: React, ctx: Context): Promise<void> {
  const message = await findMessage(ctx.em, ctx, messageId);
  if (!ctx.can('react')) ctx.refuse('not-allowed');
  if (message.deletedAt != null) ctx.refuse('gone');
  if (ctx.room.archivedAt != null) ctx.refuse('archived');
}
