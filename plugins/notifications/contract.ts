import { z } from 'zod';
import { passing, pluginContract } from '../../engine/contract.ts';

/**
 * What somebody wants to be told of in a room. `every`: every message, and all else; `all`: what concerns them; `mentions`: what
 * means them alone.
 */
export const LEVELS = ['every', 'all', 'mentions', 'none'] as const;
export type Level = (typeof LEVELS)[number];

/** Who caused a notice. */
export interface NoticePerson {
  readonly id: string;
  readonly name: string;
  readonly avatar: string | null;
}

/** The same of what a plugin said in its own name. */
export interface NoticePlugin {
  readonly plugin: string;
  readonly name: string;
}

/** Where it happened. */
export interface NoticeRoom {
  readonly id: string;
  readonly classroomId: string;
  readonly title: string;
  readonly classroomTitle: string;
}

/** One notice, as its person reads it at this moment. */
export interface NoticeView {
  readonly id: string;
  /** Whose notice it is: `<plugin>.<notice>`. */
  readonly notice: string;
  /** A sentence with `{author}` and `{room}` in it. */
  readonly says: string;
  readonly room: NoticeRoom;
  /** Who caused it; null where nobody is to know. */
  readonly by: NoticePerson | NoticePlugin | null;
  /** The message it is about, its text cut at 140 characters; null when it is about none. */
  readonly message: {
    readonly id: string;
    readonly seq: number;
    readonly threadRoot: string | null;
    readonly text: string;
  } | null;
  /** Of a message that was new: when it was sent. */
  readonly at: string;
  readonly read: boolean;
  /** Whether they want their devices to show it. */
  readonly push: boolean;
}

/** What is new for somebody; 100 at most is counted. */
export interface Counts {
  readonly unread: number;
}

export interface RoomChoice {
  readonly level: Level;
  /** Nothing is told before this time; null: not muted. */
  readonly mutedUntil: string | null;
}

/** By which ways somebody is told of one kind of notices. */
export interface ReasonChoice {
  /** `<plugin>.<notice>` */
  readonly notice: string;
  /** False: not told of it at all. */
  readonly bell: boolean;
  readonly push: boolean;
  readonly mail: boolean;
}

/** What somebody chose for all their rooms. */
export interface Preferences {
  /** Every kind that is offered here, with what it is called. */
  readonly reasons: readonly (ReasonChoice & { readonly title: string })[];
  /** Hours of each day, by the school's clock, in which what comes is kept and told after. */
  readonly quietHours: string;
  readonly quietWeekends: boolean;
  /** Whether they are mailed what stays unread. */
  readonly mail: boolean;
}

/** Hours of the day, `18:00-07:00`, or nothing. */
export const HOURS = /^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

export const notifications = pluginContract({
  id: 'notifications',
  summary: 'Tell people what concerned them while they were elsewhere.',
  settings: z.strictObject({
    keepDays: z
      .int()
      .min(7)
      .max(365)
      .default(90)
      .meta({ title: 'Keep notices (days)', description: 'Days after which old notices are removed.' }),
    quietHours: z.string().regex(HOURS, 'give hours like 18:00-07:00, or nothing').default('').meta({
      title: 'Quiet hours',
      description: 'Hours, by the clock of the school, in which what comes is kept and told after: 18:00-07:00.',
    }),
    quietWeekends: z
      .boolean()
      .default(false)
      .meta({ title: 'Quiet weekends', description: 'Keep what comes on Saturdays and Sundays until they are over.' }),
    mailAfter: z.int().min(0).max(1_440).default(30).meta({
      title: 'Mail after (minutes)',
      description: 'Minutes after which people are mailed what is still unread; 0: never.',
    }),
    privateTexts: z.boolean().default(false).meta({
      title: 'Texts of private messages',
      description: 'Put texts of private messages into mail and push messages.',
    }),
  }),
  errors: {
    'not-offered': { fault: 'missing', message: 'Nobody here is told of that.' },
    'no-push-service': { fault: 'invalid', message: 'That is no address of a push service.' },
  },
  events: {
    // Told to one's own devices whenever something came, was read or went.
    changed: passing(z.object({ unread: z.int().nonnegative() })),
  },
});
