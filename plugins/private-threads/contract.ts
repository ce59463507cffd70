import { z } from 'zod';
import { type Authored, passing, pluginContract, recorded, type SchoolRole, textUpTo } from '../../engine/contract.ts';

/** From the most open to the strictest. */
export const MODES = ['on', 'supervised', 'off'] as const;
export type Mode = (typeof MODES)[number];

const direction = (unlessSaid: Mode, who: string) =>
  z
    .enum(MODES)
    .default(unlessSaid)
    .meta({ title: who, description: `${who}.`, enumDescriptions: ['Allowed', 'Allowed, supervised', 'Not allowed'] });

const directions = z.strictObject({
  studentToStudent: direction('off', 'Students writing to students'),
  studentToStaff: direction('supervised', 'Students writing to staff'),
  studentToGuardian: direction('off', 'Students writing to guardians'),
  staffToStudent: direction('supervised', 'Staff writing to students'),
  staffToStaff: direction('on', 'Staff writing to staff'),
  staffToGuardian: direction('on', 'Staff writing to guardians'),
  guardianToStudent: direction('off', 'Guardians writing to students'),
  guardianToStaff: direction('on', 'Guardians writing to staff'),
  guardianToGuardian: direction('off', 'Guardians writing to guardians'),
});
export type Rules = z.output<typeof directions>;
export type Direction = keyof Rules;
export const DIRECTIONS = Object.keys(directions.shape) as readonly Direction[];

/** What a class or a room says beside its school; a direction it does not name follows the school. */
export const Narrowing = z.strictObject(
  Object.fromEntries(DIRECTIONS.map((name) => [name, z.enum(MODES).optional()])) as Record<
    Direction,
    z.ZodOptional<z.ZodEnum<{ [M in Mode]: M }>>
  >,
);
export type Narrowing = z.output<typeof Narrowing>;

/** Why a conversation is opened to supervise it. */
export const Reason = textUpTo(500).refine((text) => text !== '', 'Say why.');

export const privateThreads = pluginContract({
  id: 'private-threads',
  title: 'Private messages',
  summary: 'Let two people of a room write to each other alone.',
  settings: directions,
  errors: {
    off: { fault: 'forbidden', message: 'Private messages between the two of you are switched off.' },
    left: { fault: 'conflict', message: 'They are no longer in the room this conversation belongs to.' },
    archived: { fault: 'conflict', message: 'The room this conversation belongs to is archived.' },
    'before-supervision': {
      fault: 'conflict',
      message: 'That was written before this conversation was supervised. Write it anew instead.',
    },
    'only-two': { fault: 'forbidden', message: 'A private conversation belongs to its two people.' },
    'not-allowed': { fault: 'forbidden', message: 'Only staff who run this may set that.' },
    gone: { fault: 'conflict', message: 'That message was deleted.' },
  },
  events: {
    /** Beside each `message.sent`: for whom it was, and whether it was written under supervision. */
    written: recorded(z.object({ messageId: z.uuid(), personId: z.uuid(), supervised: z.boolean() })),
    /** To a person: who may write to whom, or what is known of one of their conversations, is to be read again. */
    changed: passing(z.object({})),
  },
  message: { shows: z.object({ supervised: z.literal(true) }) },
  roomKinds: ['private-thread'],
});

// What its procedures answer.

export interface ThreadPerson {
  readonly id: string;
  readonly name: string;
  readonly avatar: string | null;
  readonly role: SchoolRole;
}

/** Why nobody can write in a conversation, for one of its two. */
export type Closed = 'archived' | 'left' | 'off';

/** The message on top, as far as the reader may see it in the parent. */
export interface About extends Authored {
  readonly messageId: string;
  readonly seq: number;
  readonly threadRoot: string | null;
  /** Cut at 280 characters; empty once it is deleted. */
  readonly text: string;
  readonly deleted: boolean;
}

export interface OpeningView {
  readonly person: ThreadPerson;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

export interface ThreadView {
  readonly roomId: string;
  /** The two, by name; the reader is one of them, or supervises. */
  readonly people: readonly ThreadPerson[];
  /** Why the reader cannot write; null when they can, and for supervisors, who never do. */
  readonly closed: Closed | null;
  readonly supervised: boolean;
  readonly about: About | null;
  /** Who opened it to supervise, the latest first: both sides see it. */
  readonly openings: readonly OpeningView[];
}

export interface ListedThread {
  readonly roomId: string;
  readonly parentId: string;
  /** The other; for a supervisor the two. */
  readonly people: readonly ThreadPerson[];
  readonly closed: Closed | null;
  readonly supervised: boolean;
}

/** Somebody of a room whom the asker can write to alone. */
export interface Reach {
  readonly personId: string;
  readonly mode: Mode;
}

/** How the asker can write to somebody alone, wherever they are. */
export interface PersonReach {
  /** The room the conversation belongs to, or would; null when there is no way. */
  readonly parentId: string | null;
  readonly supervised: boolean;
  /** Why nothing new can be written: a conversation that is there can be read all the same. `apart`: they share no room. */
  readonly why: 'apart' | 'archived' | 'off' | null;
}

/** What holds around a place, which it can only narrow, and what it says itself. */
export interface PlaceRules {
  readonly around: Rules;
  readonly own: Narrowing;
}

/** A conversation that may be opened: since nothing unsupervised was written in it, something supervised was. */
export interface SupervisedThread {
  readonly roomId: string;
  readonly parentTitle: string;
  readonly people: readonly ThreadPerson[];
  readonly lastAt: string;
  /** Every time it was opened, the latest first: the audit. */
  readonly openings: readonly (OpeningView & { readonly reason: string })[];
}
