import { z } from 'zod';
import { pluginContract, recorded } from '../../engine/contract.ts';

/** What names many at once, as it is written behind the @. */
export const AUDIENCES = ['teachers', 'class'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** More than this a message cannot carry, whatever a school allows. */
export const MOST_CARRIED = 500;

// A place in the text as it is stored, without white space at its end: UTF-16 units, from the @ to behind the last letter.
const place = { from: z.int().nonnegative(), to: z.int().positive() };
export const Mention = z.union([
  z.strictObject({ ...place, person: z.uuid().toLowerCase() }),
  z.strictObject({ ...place, all: z.enum(AUDIENCES) }),
]);
export type Mention = z.output<typeof Mention>;

const Mentions = z.array(Mention).min(1).max(MOST_CARRIED);

/** Who is named now and was not before. */
const Added = z.object({ people: z.array(z.uuid()), all: z.array(z.enum(AUDIENCES)) });
export type Added = z.output<typeof Added>;

const mayCall = (title: string, who: string) =>
  z
    .enum(['staff', 'everyone', 'off'])
    .default('staff')
    .meta({ title, description: `Who may write ${who}.`, enumDescriptions: ['Staff', 'Everybody', 'Nobody'] });
const most = (unlessSaid: number, limit: number, title: string, description: string) =>
  z.int().min(1).max(limit).default(unlessSaid).meta({ title, description });

export const mentions = pluginContract({
  id: 'mentions',
  summary: 'Name people of the room, so that they notice.',
  settings: z.strictObject({
    teachers: mayCall('@teachers', '@teachers, for all staff in the room'),
    class: mayCall('@class', '@class, for everybody in the room'),
    perMessage: most(20, 100, 'Names in one message', 'People one message can name.'),
    peoplePerMinute: most(60, 1_000, 'Names in a minute', 'People one person can name in a minute.'),
    callsPerMinute: most(
      3,
      60,
      '@teachers and @class in a minute',
      'How often one person can write @teachers or @class in a minute.',
    ),
  }),
  errors: {
    'not-allowed': { fault: 'forbidden', message: 'You cannot address everybody at once here.' },
    misplaced: { fault: 'invalid', message: 'A mention does not stand where the message says it does.' },
    'too-many': { fault: 'limited', message: 'That message names too many people.' },
    'too-often': { fault: 'limited', message: 'You have named enough people for now. Try again in a minute.' },
  },
  events: {
    /** Beside a `message.sent`, or a `message.edited` that changed it: all that the message names now. */
    named: recorded(z.object({ messageId: z.uuid(), mentions: z.array(Mention), added: Added })),
  },
  message: { accepts: Mentions, shows: Mentions },
});
