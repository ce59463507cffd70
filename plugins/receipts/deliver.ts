import { z } from 'zod';
import type { ActorContext } from '../../engine/index.ts';
import type { receipts } from './contract.ts';
import { moves } from './moves.ts';

/** More rooms than anybody is in. */
const MOST_ROOMS = 500;

/** By room, the last sequence that the asking device has. */
export const Delivery = z.strictObject({
  heads: z
    .record(z.uuid(), z.int().nonnegative())
    .refine((heads) => Object.keys(heads).length <= MOST_ROOMS, `Of ${MOST_ROOMS} rooms at most.`),
});

/** Takes a device's word for what has reached it; what it may not say is left out when it is written. */
export function deliver(
  { heads }: z.output<typeof Delivery>,
  ctx: ActorContext<typeof receipts>,
): Record<string, never> {
  if (Object.keys(heads).length > 0) ctx.gather(moves, { person: ctx.actor.id, heads });
  return {};
}
