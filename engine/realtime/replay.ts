import { isVouchedFor } from './checks.ts';
import { CLOSE } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { closeWith, drained } from './connection.ts';
import { untilTold } from './held.ts';
import { coverPast } from './past.ts';
import type { Resume, StartOverFrame } from './protocol.ts';
import type { Realtime } from './realtime.ts';
import { fail } from './realtime.ts';
import { replayFrames, replayText } from './recent-events.ts';
import type { RoomStream } from './room-stream.ts';
import { roomTopic } from './topics.ts';

/** What may wait for a reader before the next frame of a replay is given to it. */
const WAITING_BYTES = 64 * 1024;
const NOT_YOURS = { t: 'error', code: 'missing', message: 'Not found.' } as const;

/** Answers a `resume`. A room this socket is not in is refused in the words for one that does not exist. */
export async function resume(
  realtime: Realtime,
  connection: Connection,
  { room, since, epoch }: Resume,
): Promise<void> {
  if (!(await isVouchedFor(realtime, connection))) return closeWith(connection, CLOSE.stopping);
  const stream = realtime.streams.get(room);
  if (stream && isOn(connection, stream) && isOfAnother(connection, epoch)) startOver(connection, stream);
  else if (stream && isOn(connection, stream)) replay(realtime, connection, stream, since);
  else realtime.turn.answer(connection, JSON.stringify({ ...NOT_YOURS, room }));
}

/**
 * Sends what was told in the room after `since`, once the replays before it are through and as fast as the reader reads.
 * The socket is on the topic already: what is told from now on reaches it live. A room that is being replayed to this socket
 * is not replayed beside that: what is asked for meanwhile is part of it, or follows it once.
 */
export function replay(realtime: Realtime, connection: Connection, stream: RoomStream, since: number): void {
  const { replaying } = connection;
  const running = replaying.get(stream.room);
  if (running) {
    if (since < running.since) running.again = Math.min(since, running.again ?? since);
    return;
  }
  const now = { since, again: null as number | null };
  replaying.set(stream.room, now);
  const covered = cover(realtime, connection, stream, since);
  covered.catch(() => {}); // Reported below, when its turn comes.
  connection.replays = connection.replays
    .then(async () => ((await covered) ? give(realtime, connection, stream, since) : startOver(connection, stream)))
    .catch((err) => fail(realtime, connection, err))
    .finally(() => {
      replaying.delete(stream.room);
      if (now.again !== null && isOn(connection, stream)) replay(realtime, connection, stream, now.again);
    });
}

/** Whether a cursor belongs to a history that is gone: its number stands for something else now, or for nothing. */
export const isOfAnother = (connection: Connection, epoch: string | undefined): boolean =>
  epoch !== undefined && epoch !== connection.epoch;

/** False: this is to start over, since it lies too far back, or its person was sent so much lately. */
async function cover(realtime: Realtime, connection: Connection, stream: RoomStream, since: number): Promise<boolean> {
  const at = startOf(connection, stream.room, since);
  if (tooFar(realtime, stream, at) || !realtime.replayed.hasLeft(personOf(connection))) return false;
  return coverPast(realtime, stream, at);
}

const personOf = ({ who }: Connection): string => who?.person.id ?? '';

/** Nothing from before they came is shown to those the room hides its past from. */
const startOf = (connection: Connection, room: string, since: number): number =>
  Math.max(since, connection.hidden?.get(room) ?? 0);

// Ahead of us is as far as behind: a cursor from a database that was since restored from a copy.
const tooFar = ({ limits }: Realtime, { recent, known }: RoomStream, since: number): boolean =>
  since > Math.max(recent.to, known) || recent.to - since > limits.replayEvents;

async function give(realtime: Realtime, connection: Connection, stream: RoomStream, since: number): Promise<void> {
  const start = startOf(connection, stream.room, since);
  const isAhead = start >= stream.recent.to;
  if (start > since || isAhead) send(connection, stream, emptyRange(stream.room, since, start, !isAhead));
  if (isAhead) return;
  // Trimmed while others' replays went out: read again.
  if (stream.recent.from > start && !(await coverPast(realtime, stream, start))) return startOver(connection, stream);
  if (!realtime.replayed.hasLeft(personOf(connection))) return startOver(connection, stream);
  const frames = replayFrames(stream.recent, stream.room, start, realtime.limits.chunkChars);
  realtime.replayed.spend(personOf(connection), sizeOf(frames));
  for (const frame of frames) {
    await drained(connection, WAITING_BYTES);
    await untilTold(realtime, connection);
    if (!send(connection, stream, frame)) return;
  }
}

const sizeOf = (frames: readonly Buffer[]): number => frames.reduce((bytes, { byteLength }) => bytes + byteLength, 0);

const emptyRange = (room: string, since: number, to: number, more: boolean): string =>
  replayText(room, { since, to, texts: [], more });

/** False: the socket is gone, or off this room by now. */
function send(connection: Connection, stream: RoomStream, frame: Buffer | string): boolean {
  if (!isOn(connection, stream)) return false;
  connection.ws.send(frame);
  return true;
}

const isOn = ({ stage, ws }: Connection, { room }: RoomStream): boolean =>
  stage === 'live' && ws.isSubscribed(roomTopic(room));

export function startOver(connection: Connection, stream: RoomStream): void {
  const frame: StartOverFrame = { t: 'startOver', room: stream.room, head: stream.recent.to };
  send(connection, stream, JSON.stringify(frame));
}
