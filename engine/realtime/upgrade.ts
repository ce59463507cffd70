import type { HttpRequest, HttpResponse, us_socket_context_t } from 'uWebSockets.js';
import { readSignIn } from './arrive.ts';
import type { SignedIn } from './doors.ts';
import type { Origins } from './origins.ts';
import { mayUpgrade } from './origins.ts';
import type { Realtime } from './realtime.ts';

/** What an upgrade leaves behind for `open`. */
export interface UpgradeData {
  who: SignedIn | null;
}

/**
 * Turns a request into a socket. A session cookie or a bearer token is read here; without either, or with one that is over,
 * the socket opens all the same and says who it is in its `hello`.
 */
export function upgrade(
  realtime: Realtime,
  origins: Origins,
  res: HttpResponse,
  req: HttpRequest,
  context: us_socket_context_t,
): void {
  let aborted = false;
  res.onAborted(() => {
    aborted = true;
  });
  // The request is gone once this function returns: everything is copied now.
  const headers = headersOf(req);
  if (realtime.stopping) refuse(res, '503 Service Unavailable');
  else if (!mayUpgrade(origins, headers)) refuse(res, '403 Forbidden');
  else {
    signInBy(realtime, headers).then(
      (who) => aborted || res.cork(() => accept(res, who, headers, context)),
      (err) => {
        realtime.log.error({ err }, 'an upgrade could not be signed in');
        if (!aborted) res.cork(() => refuse(res, '503 Service Unavailable'));
      },
    );
  }
}

type Headers = ReturnType<typeof headersOf>;

async function signInBy(realtime: Realtime, { authorization, cookie }: Headers): Promise<SignedIn | null> {
  if (!cookie && !authorization) return null;
  return readSignIn(realtime, { ...(cookie && { cookie }), ...(authorization && { authorization }) });
}

function accept(res: HttpResponse, who: SignedIn | null, headers: Headers, context: us_socket_context_t): void {
  res.upgrade<UpgradeData>({ who }, headers.key, headers.protocol, headers.extensions, context);
}

const headersOf = (req: HttpRequest) => ({
  origin: req.getHeader('origin'),
  cookie: req.getHeader('cookie'),
  authorization: req.getHeader('authorization'),
  key: req.getHeader('sec-websocket-key'),
  protocol: req.getHeader('sec-websocket-protocol'),
  extensions: req.getHeader('sec-websocket-extensions'),
});

function refuse(res: HttpResponse, status: string): void {
  res.writeStatus(status).end('', true);
}
