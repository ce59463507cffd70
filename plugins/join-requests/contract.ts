import { z } from 'zod';
import { passing, pluginContract, recorded, textUpTo } from '../../engine/contract.ts';

/** Longest note and longest reason, in code points after trimming. */
export const MOST_WORDS = 300;
export const Words = textUpTo(MOST_WORDS);

/** What became of a request. `ended`: without an answer, since the asker left the class, was added by hand or the room closed. */
export const STATES = ['waiting', 'approved', 'denied', 'withdrawn', 'expired', 'ended'] as const;
export type State = (typeof STATES)[number];

const About = z.object({ roomId: z.uuid() });

export const joinRequests = pluginContract({
  id: 'join-requests',
  title: 'Requests to join',
  summary: 'Ask to be let into a room that people enter on request.',
  settings: z.strictObject({
    askAgain: z
      .union([z.literal('never').meta({ title: 'Never' }), z.int().min(0).max(8_760)])
      .default(24)
      .meta({
        title: 'Ask again after (hours)',
        description: 'Hours after a denial until the same person may ask again, or never.',
      }),
    expireAfter: z
      .int()
      .min(1)
      .max(365)
      .default(14)
      .meta({ title: 'Requests end after (days)', description: 'Days after which a request nobody answered ends.' }),
  }),
  permissions: { answer: ['host', 'moderator'] },
  errors: {
    'not-allowed': { fault: 'forbidden', message: 'Only hosts and moderators answer requests.' },
    'already-in': { fault: 'conflict', message: 'You are in this room already.' },
    'no-need': { fault: 'conflict', message: 'This room is open to your class: join it.' },
    archived: { fault: 'conflict', message: 'This room is archived.' },
    'too-soon': { fault: 'limited', message: 'Your request was denied. You can ask again later.' },
    'not-again': { fault: 'forbidden', message: 'Your request was denied, and this school lets you ask once.' },
    'too-often': { fault: 'limited', message: 'You have asked often enough for one day.' },
    'not-waiting': { fault: 'conflict', message: 'That request is not waiting any more.' },
  },
  events: {
    // The room learns that somebody asked, and never who: these carry no name and no note.
    asked: recorded(z.object({ requestId: z.uuid() })),
    answered: recorded(z.object({ requestIds: z.array(z.uuid()) })),
    /** To those who answer: the queue of a room is another one now. */
    queue: passing(About),
    /** To the asker: their own request changed. */
    mine: passing(z.object({ roomId: z.uuid(), state: z.enum(STATES) })),
  },
});

/** A request as those who answer it see it: the asker's name and note, and nothing else of them. */
export interface WaitingView {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly askedAt: string;
}

/** The asker's own last request for a room. */
export interface MyRequestView {
  readonly roomId: string;
  readonly title: string;
  readonly state: State;
  readonly note: string;
  readonly askedAt: string;
  /** What the host wrote to a denial; empty when nothing. */
  readonly reason: string;
  /** When one may ask (again): `now`, `never`, or a time. */
  readonly again: string;
}

/** A room whose queue the reader answers, with how many wait. */
export interface QueueView {
  readonly roomId: string;
  readonly classroomId: string;
  readonly title: string;
  readonly waiting: number;
}
