import { z } from 'zod';
import { MAX_CURSORS } from './frame-size.ts';

/*
 * The frames of /realtime: JSON text, one object a frame, each with `t`. tRPC calls travel on the same socket as
 * envelopes with `id` and `method`. The bare texts PING and PONG keep a connection alive. Both ends read this file.
 *
 * The client's first frame is `hello`; nothing else may follow before its answer. The server puts the socket on the topics
 * of all its person's rooms and answers `hello`; from then on recorded events arrive live, and what the client's cursors
 * missed arrives beside them as `resume` frames. Either may come first: go by the sequences. A number whose event is not
 * told (its plugin is off) comes as a `resume` without events, so that a live reader sees no false gap.
 */

export { MAX_CURSORS, MAX_FRAME_BYTES } from './frame-size.ts';

const By = z.union([z.object({ person: z.string() }), z.object({ plugin: z.string() })]);
const Cursors = z.record(z.uuid(), z.int().nonnegative()).refine((c) => Object.keys(c).length <= MAX_CURSORS);

/** First frame of the client: who it is (unless the cookie said so at the upgrade) and what it has seen. */
export const Hello = z.strictObject({
  t: z.literal('hello'),
  token: z.string().max(4_096).optional(),
  cursors: Cursors,
  /** The epoch that the cursors are of, from the last welcome; not said, they are taken for this one's. */
  epoch: z.uuid().optional(),
});
/** Asks for what a room recorded after `since`: the client saw a gap. */
export const Resume = z.strictObject({
  t: z.literal('resume'),
  room: z.uuid(),
  since: z.int().nonnegative(),
  epoch: z.uuid().optional(),
});
/** A tRPC call on the socket, as tRPC's own WebSocket envelope. */
export const Call = z.strictObject({
  id: z.union([z.int(), z.string().max(64)]),
  jsonrpc: z.literal('2.0').optional(),
  method: z.enum(['query', 'mutation']),
  params: z.strictObject({ path: z.string().max(200), input: z.unknown().optional() }),
});
export const ClientFrame = z.union([Hello, Resume, Call]);
export type ClientFrame = z.output<typeof ClientFrame>;

/**
 * Answer to `hello`: you are signed in, on these rooms' topics, and this is each room's newest sequence. `epoch` names the
 * history that sequences belong to. Another one than before means that the database was restored from a copy: what you hold
 * of any room may be of a history that is gone, so start over in all of them.
 */
export const Welcome = z.object({
  t: z.literal('hello'),
  person: z.uuid(),
  epoch: z.uuid(),
  rooms: z.record(z.uuid(), z.int()),
});
/** A recorded event. `seq` is its number in its room, gapless. */
export const EventFrame = z.object({
  t: z.literal('event'),
  room: z.uuid(),
  seq: z.int(),
  event: z.string(),
  by: By,
  at: z.iso.datetime(),
  payload: z.unknown(),
});
/**
 * What a room recorded in (since, to], in order: events of a plugin that is off now are left out, as are those from before
 * you came where the room hides them; so trust the range, not the count. `more`: the answer goes on in a further frame.
 */
export const ReplayFrame = z.object({
  t: z.literal('resume'),
  room: z.uuid(),
  since: z.int(),
  to: z.int(),
  events: z.array(EventFrame),
  more: z.literal(true).optional(),
});
/** Sent once, never stored: to a room (`room` set) or to this person's devices. */
export const PassingFrame = z.object({
  t: z.literal('passing'),
  room: z.uuid().optional(),
  event: z.string(),
  by: By.optional(),
  payload: z.unknown(),
});
/** The cursor is too old to replay from, beyond the head, or of another epoch: fetch the room's page again and go on from `head`. */
export const StartOverFrame = z.object({ t: z.literal('startOver'), room: z.uuid(), head: z.int() });
/** A frame that was refused without closing the socket: a `resume` for a room you are not in (`missing`). */
export const ErrorFrame = z.object({
  t: z.literal('error'),
  code: z.string(),
  message: z.string(),
  room: z.uuid().optional(),
});

export const ServerFrame = z.discriminatedUnion('t', [
  Welcome,
  EventFrame,
  ReplayFrame,
  PassingFrame,
  StartOverFrame,
  ErrorFrame,
]);
export type Hello = z.output<typeof Hello>;
export type Resume = z.output<typeof Resume>;
export type Call = z.output<typeof Call>;
export type ServerFrame = z.output<typeof ServerFrame>;
export type EventFrame = z.output<typeof EventFrame>;
export type ReplayFrame = z.output<typeof ReplayFrame>;
export type PassingFrame = z.output<typeof PassingFrame>;
export type StartOverFrame = z.output<typeof StartOverFrame>;
export type Welcome = z.output<typeof Welcome>;
