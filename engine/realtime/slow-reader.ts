import { CLOSE } from './close-codes.ts';
import type { Connection } from './connection.ts';
import { closeWith } from './connection.ts';

/**
 * A message was dropped because too much already waits for this reader. Nothing more is given to it; once it has read down
 * to the limit it is told 4009 and comes back by its cursors. A reader that stops altogether is cut off without a word.
 * (The library's own closing at the limit would always do that, and the one above would never learn why.)
 */
export function shed(connection: Connection, stuckMs: number): void {
  if (connection.stage !== 'live') return;
  connection.stage = 'closing';
  // Not now: the library is in the middle of handing a message to everybody on the topic.
  setImmediate(() => deafen(connection));
  watch(connection, stuckMs, Number.POSITIVE_INFINITY);
}

/** Called whenever some of what waited has left. */
export function farewell(connection: Connection, limit: number): void {
  if (connection.stage === 'closing' && connection.ws.getBufferedAmount() < limit)
    closeWith(connection, CLOSE.slowReader);
}

function deafen(connection: Connection): void {
  if (connection.stage === 'closed') return;
  for (const topic of connection.ws.getTopics()) connection.ws.unsubscribe(topic);
}

function watch(connection: Connection, stuckMs: number, before: number): void {
  clearTimeout(connection.timer);
  connection.timer = setTimeout(() => {
    if (connection.stage === 'closed') return;
    const waiting = connection.ws.getBufferedAmount();
    if (waiting >= before) connection.ws.close();
    else watch(connection, stuckMs, waiting);
  }, stuckMs);
}
