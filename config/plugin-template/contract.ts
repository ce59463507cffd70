import { z } from 'zod';
import { pluginContract, recorded } from '../../engine/contract.ts';

const Mark = z.object({ messageId: z.uuid(), personId: z.uuid() });

export const newPlugin = pluginContract({
  id: 'new-plugin',
  summary: 'Mark a message.',
  settings: z.strictObject({
    perMessage: z.int().min(1).max(1000).default(100).describe('People who can mark one message.'),
  }),
  permissions: { mark: ['host', 'moderator', 'member'] },
  errors: {
    'not-allowed': { fault: 'forbidden', message: 'You can read here, but not mark.' },
    'too-many': { fault: 'conflict', message: 'This message has all the marks it can hold.' },
    gone: { fault: 'conflict', message: 'That message was deleted.' },
  },
  events: { marked: recorded(Mark), unmarked: recorded(Mark) },
  // Who marked it, in order of their ids, so that every screen shows the same.
  message: { shows: z.array(z.uuid()) },
});
