import { z } from 'zod';
import { passing, pluginContract } from '../../engine/contract.ts';

const Seq = z.int().nonnegative();

/** How far one person is in a room, or in a thread of it: sequences. */
export const Cursor = z.object({
  person: z.uuid(),
  /** Up to here the cursor says nothing: it was said before they came. */
  from: Seq,
  seen: Seq,
  /** Has reached one of their devices; never behind `seen`. */
  delivered: Seq,
});
export type Cursor = z.output<typeof Cursor>;

export const receipts = pluginContract({
  id: 'receipts',
  title: 'Read receipts',
  summary: 'Show authors how far their messages were delivered and read.',
  settings: z.strictObject({
    personalChoice: z.boolean().default(true).meta({
      title: 'People may opt out',
      description: 'People may hide how far they read, and then see it of nobody.',
    }),
    namesUpTo: z.int().min(2).max(200).default(100).meta({
      title: 'Names up to (people)',
      description: 'In rooms of more people only their number is told, not who they are.',
    }),
  }),
  // Whoever takes no part neither sees how far others are nor is seen.
  permissions: { 'take-part': ['host', 'moderator', 'member'] },
  errors: { 'not-offered': { fault: 'forbidden', message: 'Your school has decided this for everybody.' } },
  events: {
    // Told to authors of messages that were reached. In large rooms without cursors: ask again.
    moved: passing(z.object({ roomId: z.uuid(), rootId: z.uuid().nullable(), cursors: z.array(Cursor) })),
    // Told to rooms: what was known of others may not hold any more, ask again.
    stale: passing(z.object({})),
    // Told to one's own devices.
    chosen: passing(z.object({ hidden: z.boolean() })),
  },
});
