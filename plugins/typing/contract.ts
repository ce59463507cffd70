import { z } from 'zod';
import { passing, pluginContract } from '../../engine/contract.ts';

export const typing = pluginContract({
  id: 'typing',
  summary: 'Show who is typing.',
  settings: z.strictObject({}),
  events: { typed: passing(z.object({ personId: z.uuid(), threadRoot: z.uuid().nullable() })) },
});
