import type { HttpRequest, HttpResponse, us_socket_context_t } from 'uWebSockets.js';
import type { Credentials } from './doors.ts';
import type { Origins } from './origins.ts';
import { mayUpgrade } from './origins.ts';
import type { Realtime } from './realtime.ts';

/** What an upgrade leaves behind for `open`. */
export interface UpgradeData {
  readonly credentials: Credentials;
}

/**
 * Turns a request into a socket, in this very turn: answering an upgrade later is not safe with the library. (After
 * `res.cork` around an upgrade it reads the socket as one of HTTP if that was moved to the same place in memory, and now
 * and then closes it.) The session cookie or bearer token that came with it is read when the socket says hello.
 */
export function upgrade(
  realtime: Realtime,
  origins: Origins,
  res: HttpResponse,
  req: HttpRequest,
  context: us_socket_context_t,
): void {
  const [origin, cookie] = [req.getHeader('origin'), req.getHeader('cookie')];
  if (realtime.stopping) refuse(res, '503 Service Unavailable');
  else if (!mayUpgrade(origins, { origin, cookie })) refuse(res, '403 Forbidden');
  else {
    const authorization = req.getHeader('authorization');
    res.upgrade<UpgradeData>(
      { credentials: { ...(cookie && { cookie }), ...(authorization && { authorization }) } },
      req.getHeader('sec-websocket-key'),
      req.getHeader('sec-websocket-protocol'),
      req.getHeader('sec-websocket-extensions'),
      context,
    );
  }
}

function refuse(res: HttpResponse, status: string): void {
  res.writeStatus(status).end('', true);
}
