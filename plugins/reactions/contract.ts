import { z } from 'zod';
import { pluginContract, recorded } from '../../engine/contract.ts';

let rgiEmoji: RegExp | undefined;

/**
 * Whether a text is exactly one emoji "recommended for general interchange" (Unicode Technical Standard 51, RGI). The
 * pattern is made when first asked for: a browser that does not know the property still loads this file, and the server
 * judges.
 */
function isEmoji(text: string): boolean {
  try {
    rgiEmoji ??= /^\p{RGI_Emoji}$/v;
    return rgiEmoji.test(text);
  } catch {
    return text !== '';
  }
}

/** One emoji of the Unicode standard's list, as every phone can draw it. */
export const Emoji = z.string().max(64).refine(isEmoji, 'That is not an emoji.');

const Reaction = z.object({ messageId: z.uuid(), personId: z.uuid(), emoji: Emoji });

export const reactions = pluginContract({
  id: 'reactions',
  summary: 'Answer a message with an emoji.',
  settings: z.strictObject({
    palette: z
      .array(Emoji)
      .min(1)
      .max(12)
      .default(['👍', '❤️', '😂', '🎉', '🤔', '👀'])
      .describe('Emoji offered at once.'),
    anyEmoji: z.boolean().default(true).describe('Offer all other emoji too.'),
    perMessage: z.int().min(1).max(100).default(20).describe('Different emoji a message can hold.'),
  }),
  permissions: { react: ['host', 'moderator', 'member'] },
  errors: {
    'not-offered': { fault: 'invalid', message: 'That reaction is not offered here.' },
    'not-allowed': { fault: 'forbidden', message: 'You can read here, but not react.' },
    'too-many': { fault: 'conflict', message: 'This message has all the reactions it can hold.' },
    gone: { fault: 'conflict', message: 'That message was deleted.' },
    archived: { fault: 'conflict', message: 'This room is archived.' },
  },
  events: { added: recorded(Reaction), removed: recorded(Reaction) },
  // By emoji: who gave it, in order of their ids, so that every screen shows the same.
  message: { shows: z.record(z.string(), z.array(z.uuid())) },
});
