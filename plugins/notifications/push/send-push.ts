import { ECDH } from 'node:crypto';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { NotNow } from '../../../engine/index.ts';
import { guardedLookup, type Reach } from './reach.ts';
import type { VapidKeys } from './vapid-keys.ts';

/** Where a browser is reached, and by which keys only it can read. */
export interface PushAddress {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/** What a browser shows. */
export interface PushMessage {
  readonly title: string;
  readonly body: string;
  /** A path of this site. */
  readonly url: string;
  /** Whether the body has words of a message, which may be edited. */
  readonly quotes: boolean;
  /** Two messages with one tag are shown as one. */
  readonly tag: string;
}

/** `gone`: there is no such browser any more. `refused`: asking again would not help. */
export type Sent = 'sent' | 'gone' | 'refused';

export interface PushSender {
  readonly keys: VapidKeys;
  /** Whom a push service may write to: a `mailto:` or `https:` address. */
  readonly subject: string;
  readonly reach: Reach;
  /** A service that does not answer is given up after this. */
  readonly patienceMs: number;
}

const DAY_SECONDS = 24 * 3_600;

/**
 * Encrypts a message so that only that browser can read it (RFC 8291) and hands it to the browser's push service. Follows
 * no redirect. @throws when the service could not be reached, or asks to come again
 */
export async function sendPush(
  to: PushAddress,
  message: PushMessage,
  { keys, subject, reach, patienceMs }: PushSender,
): Promise<Sent> {
  const url = new URL(to.endpoint);
  if (!reach.permits(url) || !isKey(to.p256dh)) return 'refused';
  const { generateRequestDetails } = (await import('web-push')).default;
  const details = generateRequestDetails(
    { endpoint: to.endpoint, keys: { p256dh: to.p256dh, auth: to.auth } },
    JSON.stringify(message),
    { TTL: DAY_SECONDS, vapidDetails: { subject, ...keys } },
  );
  return outcomeOf(await post(url, details.headers, details.body as Buffer, { reach, patienceMs }));
}

/** Whoever sends what looks like a key and is no point of the curve will never be able to read anything. */
function isKey(p256dh: string): boolean {
  try {
    ECDH.convertKey(p256dh, 'prime256v1', 'base64url');
    return true;
  } catch {
    return false;
  }
}

function outcomeOf(status: number): Sent {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  if (status === 429 || status >= 500) throw new NotNow(`a push service answered ${status}`);
  return 'refused';
}

/** Answers the status; the rest of the answer is not read. */
function post(
  url: URL,
  headers: object,
  body: Buffer,
  { reach, patienceMs }: Pick<PushSender, 'reach' | 'patienceMs'>,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request: typeof requestPlain = url.protocol === 'https:' ? requestTls : requestPlain;
  const asked = request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length },
    lookup: guardedLookup(reach),
    agent: false,
    signal: AbortSignal.timeout(patienceMs),
  });
  asked.once('error', (cause) =>
    reject(cause.name === 'AbortError' ? new NotNow('a push service did not answer', { cause }) : cause),
  );
  asked.once('response', (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  asked.end(body);
  return promise;
}
