import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Realtime } from './realtime.ts';
import { stretch, toldOf } from './recent-events.ts';
import type { RoomStream } from './room-stream.ts';

/**
 * Makes sure that what was told here since `since` is at hand. However many ask at once, and from whatever cursors, a room's
 * past is read by one at a time and for all of them: a class that comes back costs a read or two, not thirty.
 * @returns false when the log no longer reaches back that far.
 */
export async function coverPast(realtime: Realtime, stream: RoomStream, since: number): Promise<boolean> {
  while (stream.recent.from > since) {
    if (since <= stream.tooOld) return false;
    stream.wanted = Math.min(stream.wanted, since);
    stream.reading ??= readPast(realtime, stream).finally(() => {
      stream.reading = null;
    });
    await stream.reading;
  }
  return true;
}

async function readPast(realtime: Realtime, stream: RoomStream): Promise<void> {
  // Those who came in the same turn say first how far back they must go.
  await nextTurn();
  const { recent, room, schoolId, wanted } = stream;
  stream.wanted = Number.POSITIVE_INFINITY;
  recent.stretched = true;
  const upTo = recent.from;
  const events = await realtime.doors.readEvents(schoolId, room, wanted, upTo);
  if (events === null) stream.tooOld = Math.max(stream.tooOld, wanted);
  // Begun anew meanwhile: what was read was told by other rules.
  else if (stream.recent === recent && recent.from === upTo) stretch(recent, wanted, events.map(toldOf));
}
