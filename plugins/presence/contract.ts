import { z } from 'zod';
import { passing, pluginContract } from '../../engine/contract.ts';

export const State = z.enum(['online', 'away', 'busy', 'offline']);
export type State = z.output<typeof State>;

/** What others see of somebody. */
export const Presence = z.object({
  personId: z.uuid(),
  /** Null: they show nothing. */
  state: State.nullable(),
  /** When they were last here, of those who are offline. */
  seenAt: z.iso.datetime().nullable(),
  /** Grows with each change of this person: of two, the higher one is true. */
  version: z.number(),
});
export type Presence = z.output<typeof Presence>;

/** What somebody chose for themselves. */
export const Choice = z.object({ busy: z.boolean(), hidden: z.boolean() });
export type Choice = z.output<typeof Choice>;

export const presence = pluginContract({
  id: 'presence',
  summary: 'Show who is here, away or busy.',
  settings: z.strictObject({
    awayAfter: z.int().min(1).max(120).default(5).meta({
      title: 'Away after (minutes)',
      description: 'Minutes without a key or a touch until somebody is away.',
    }),
    hiding: z
      .boolean()
      .default(true)
      .meta({ title: 'People may hide', description: 'Let people hide whether they are here.' }),
  }),
  errors: { 'not-offered': { fault: 'forbidden', message: 'At this school everybody shows whether they are here.' } },
  events: { changed: passing(z.object({ people: z.array(Presence) })), chosen: passing(Choice) },
});
