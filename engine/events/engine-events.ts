import { z } from 'zod';
import { SCHOOL_ROLES } from '../roles/roles.ts';
import type { ParticipantView, RoomView, SentMessage, SystemNote, ThreadFacts } from '../views.ts';

// The payloads of the engine's own events. Everything an event shares with every other (room, seq, by, at) stands on the
// frame, not here. `z.custom` types what the engine itself wrote: these are read back from our own log, not from outside.

/** Recorded: numbered in their room, replayed after a cursor. */
export const ENGINE_EVENTS = {
  'room.opened': z.object({ room: z.custom<RoomView>() }),
  'room.renamed': z.object({ title: z.string() }),
  'room.entryChanged': z.object({ entry: z.enum(['open', 'on-request']) }),
  'room.topicChanged': z.object({ topic: z.string() }),
  'room.postingChanged': z.object({ posting: z.enum(['discussion', 'announcement']) }),
  /** To `all`: newcomers see what comes after this event's own number. */
  'room.historyChanged': z.object({ history: z.enum(['all', 'from-join']) }),
  'room.archived': z.object({}),
  'room.unarchived': z.object({}),
  'room.deleted': z.object({}),
  'room.restored': z.object({}),
  'participant.joined': z.object({ participant: z.custom<ParticipantView>() }),
  // `ended`: they are no longer at this school.
  'participant.left': z.object({ person: z.uuid(), removed: z.boolean(), ended: z.literal(true).optional() }),
  'participant.changed': z.object({ person: z.uuid(), role: z.enum(['host', 'moderator', 'member', 'observer']) }),
  'message.sent': z.object({ message: z.custom<SentMessage>() }),
  /** Of a system line: more people came or went, and stand on it too. */
  'message.noteChanged': z.object({ id: z.uuid(), note: z.custom<SystemNote>() }),
  'message.edited': z.object({ id: z.uuid(), threadRoot: z.uuid().nullable(), text: z.string(), editedAt: z.string() }),
  'message.deleted': z.object({
    id: z.uuid(),
    threadRoot: z.uuid().nullable(),
    deletedAt: z.string(),
    /** Whose message it was, null of a plugin's, and its number: a reader's screen takes it off its unread count by these. */
    author: z.uuid().nullable(),
    seq: z.int(),
    /** Of a reply: what its thread is without it, null when no live reply is left. Of any other message: null. */
    thread: z.custom<ThreadFacts>().nullable(),
  }),
} as const;
export type EngineEventName = keyof typeof ENGINE_EVENTS;
export type EngineEvents = { readonly [E in EngineEventName]: z.output<(typeof ENGINE_EVENTS)[E]> };

/** Passing: sent once to a person's own devices, or to a room; never stored. */
export const ENGINE_PASSING = {
  // to a person
  'room.entered': z.object({ roomId: z.uuid(), head: z.int() }),
  'room.exited': z.object({ roomId: z.uuid() }),
  'room.seen': z.object({ roomId: z.uuid(), seen: z.int() }),
  // `unread`: live replies of others after it.
  'thread.seen': z.object({ roomId: z.uuid(), rootId: z.uuid(), seen: z.int(), unread: z.int() }),
  // Somebody answered in a thread that this person follows. `unread`: live replies of others after `seen`, 999 at most.
  'thread.replied': z.object({ roomId: z.uuid(), rootId: z.uuid(), seen: z.int(), unread: z.int() }),
  // A room of a plugin's kind, which may be called by the names of its people: one of them has another name or picture.
  'room.retitled': z.object({ roomId: z.uuid() }),
  'classrooms.changed': z.object({}),
  'contacts.changed': z.object({}),
  'manifest.changed': z.object({}),
  // to a room
  'person.changed': z.object({
    person: z.uuid(),
    name: z.string(),
    avatar: z.string().nullable(),
    role: z.enum(SCHOOL_ROLES),
  }),
} as const;
export type EnginePassingName = keyof typeof ENGINE_PASSING;
export type EnginePassing = { readonly [E in EnginePassingName]: z.output<(typeof ENGINE_PASSING)[E]> };

/** What stands before the dot in the engine's own events, and so in no plugin's. */
export const EVENT_NOUNS: ReadonlySet<string> = new Set(
  [...Object.keys(ENGINE_EVENTS), ...Object.keys(ENGINE_PASSING)].map((event) => event.slice(0, event.indexOf('.'))),
);
