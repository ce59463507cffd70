import { arrive } from './arrive.ts';
import { isFresh, isVouchedFor } from './checks.ts';
import { CLOSE } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { closeWith } from './connection.ts';
import type { SignedIn } from './doors.ts';
import type { Call, ClientFrame } from './protocol.ts';
import { readFrame } from './read-frame.ts';
import type { Realtime } from './realtime.ts';
import { fail } from './realtime.ts';
import { resume } from './replay.ts';
import { takeToken } from './token-bucket.ts';

/** One message of a client: counted, read, and done; whatever is not the protocol closes the socket it came on. */
export function takeFrame(realtime: Realtime, connection: Connection, message: ArrayBuffer, isBinary: boolean): void {
  if (connection.stage === 'closing') return;
  const { limits } = realtime;
  if (!takeToken(connection.bucket, limits, performance.now())) closeWith(connection, CLOSE.limited);
  else act(realtime, connection, readFrame(message, isBinary, limits.frameBytes));
}

function act(realtime: Realtime, connection: Connection, frame: ReturnType<typeof readFrame>): void {
  if (frame === 'PONG') return;
  if (frame === 'PING') connection.ws.send('PONG');
  else if (frame && 't' in frame && frame.t === 'hello' && connection.stage === 'new')
    arrive(realtime, connection, frame);
  else if (frame && connection.stage === 'live' && connection.who) serve(realtime, connection, connection.who, frame);
  else closeWith(connection, CLOSE.invalid);
}

function serve(realtime: Realtime, connection: Connection, who: SignedIn, frame: ClientFrame): void {
  if (!('t' in frame)) {
    if (!realtime.stopping) void call(realtime, connection, who, frame);
  } else if (frame.t === 'resume') void resume(realtime, connection, frame);
  else closeWith(connection, CLOSE.invalid);
}

async function call(realtime: Realtime, connection: Connection, who: SignedIn, asked: Call): Promise<void> {
  connection.calls += 1;
  connection.used = true;
  try {
    const vouched = isFresh(realtime, connection) || (await isVouchedFor(realtime, connection));
    const { doors, turn } = realtime;
    const answer = JSON.stringify(
      vouched ? await doors.call(connection.who ?? who, asked, connection.id) : doors.unavailable(who, asked),
    );
    doors.answered(who, answer.length);
    turn.answer(connection, answer);
  } catch (err) {
    fail(realtime, connection, err);
  } finally {
    connection.calls -= 1;
  }
}

/** Whether nothing is being done for this socket and it has read all it was given. */
export const isIdle = ({ answers, calls, ws }: Connection): boolean =>
  calls === 0 && answers.length === 0 && ws.getBufferedAmount() === 0;
