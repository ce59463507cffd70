import { CLOSE } from './close-codes.ts';
import { type Connection, closeWith } from './connection.ts';
import type { SignedIn } from './doors.ts';
import { fail, type Realtime } from './realtime.ts';

const LONGEST_MS = 3_600_000;
const SHORTEST_MS = 1_000;

/**
 * Closes a socket when its session ends without anybody having ended it. It is looked at again halfway to its end, and
 * every hour: a socket in use prolongs its session as requests do, so nobody is sent away in the middle of a conversation.
 * @param lasts milliseconds that are left
 */
export function watchSession(realtime: Realtime, connection: Connection, who: SignedIn, lasts: number): void {
  const wait = lasts > SHORTEST_MS ? Math.min(lasts / 2, LONGEST_MS) : lasts;
  connection.timer = setTimeout(() => void lookAgain(realtime, connection, who), Math.ceil(wait));
}

async function lookAgain(realtime: Realtime, connection: Connection, who: SignedIn): Promise<void> {
  const { used } = connection;
  connection.used = false;
  try {
    const lasts = await realtime.doors.sessionLasts(who.session, used);
    if (connection.stage !== 'live') return;
    if (lasts > 0) watchSession(realtime, connection, who, lasts);
    else closeWith(connection, CLOSE.signedOut);
  } catch (err) {
    fail(realtime, connection, err);
  }
}
