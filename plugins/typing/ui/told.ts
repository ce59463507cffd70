/** The server drops what comes within three seconds: a little longer, or every other word would be said in vain. */
const WAIT_MS = 3_250;

// Of all composers of the page together: a room and its threads share what the server lets through.
const toldAt = new Map<string, number>();

/** Whether a room may be told again, and if so counts it as told. */
export function isDue(roomId: string, now = performance.now()): boolean {
  if (now - (toldAt.get(roomId) ?? Number.NEGATIVE_INFINITY) < WAIT_MS) return false;
  toldAt.set(roomId, now);
  return true;
}
