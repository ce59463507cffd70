import type { Connection } from './connection.ts';
import { drained } from './connection.ts';
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
export function resume(realtime: Realtime, connection: Connection, { room, since }: Resume): void {
  const stream = realtime.streams.get(room);
  if (stream && connection.ws.isSubscribed(roomTopic(room))) replay(realtime, connection, stream, since);
  else realtime.turn.answer(connection, JSON.stringify({ ...NOT_YOURS, room }));
}

/**
 * Sends what was told in the room after `since`, once the replays before it are through and as fast as the reader reads.
 * The socket is on the topic already: what is told from now on reaches it live.
 */
export function replay(realtime: Realtime, connection: Connection, stream: RoomStream, since: number): void {
  const at = startOf(connection, stream.room, since);
  const covered = tooFar(realtime, stream, at) ? Promise.resolve(false) : coverPast(realtime, stream, at);
  covered.catch(() => {}); // Reported below, when its turn comes.
  connection.replays = connection.replays
    .then(async () => ((await covered) ? give(realtime, connection, stream, since) : startOver(connection, stream)))
    .catch((err) => fail(realtime, connection, err));
}

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
  for (const frame of replayFrames(stream.recent, stream.room, start, realtime.limits.chunkChars)) {
    await drained(connection, WAITING_BYTES);
    if (!send(connection, stream, frame)) return;
  }
}

const emptyRange = (room: string, since: number, to: number, more: boolean): string =>
  replayText(room, { since, to, texts: [], more });

/** False: the socket is gone, or off this room by now. */
function send({ stage, ws }: Connection, { room }: RoomStream, frame: Buffer | string): boolean {
  if (stage !== 'live' || !ws.isSubscribed(roomTopic(room))) return false;
  ws.send(frame);
  return true;
}

function startOver(connection: Connection, stream: RoomStream): void {
  const frame: StartOverFrame = { t: 'startOver', room: stream.room, head: stream.recent.to };
  send(connection, stream, JSON.stringify(frame));
}
