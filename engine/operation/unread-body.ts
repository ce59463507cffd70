import type { ServerResponse } from 'node:http';

/**
 * Ends the connection with this answer when the request's body was begun and not read to its end: what is left of it would
 * stand before the next request, which then nobody answers. Called before the head is written.
 */
export function closeAfterUnreadBody(res: ServerResponse): void {
  const { req } = res;
  if (req.readableDidRead && !req.readableEnded) res.setHeader('connection', 'close');
}
