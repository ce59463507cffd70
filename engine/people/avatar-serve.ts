import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SignedIn } from '../accounts/signed-in.ts';
import type { Database } from '../database/database.ts';
import { type RouteAddress, readRouteAddress } from '../plugin-host/route-address.ts';

interface Row {
  version: string;
  type: string;
  image: Buffer;
}

const PERSON = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const AVATAR = {
  name: 'people-avatar',
  text: 'select version, type, image from avatar where person_id = $1 and school_id = $2',
};

/**
 * Serves /avatars/<person>?v=<version> to people of the same school; anybody else learns what they learn of a picture that
 * is not there.
 */
export async function serveAvatar(
  req: IncomingMessage,
  res: ServerResponse,
  who: SignedIn | null,
  { system }: Pick<Database, 'system'>,
): Promise<void> {
  const { segments, query } = addressOf(req);
  const person = segments.length === 1 && PERSON.exec(segments[0] ?? '')?.[0];
  if (!who || !person || !/^(GET|HEAD)$/.test(req.method ?? '')) return absent(res);
  const { rows } = await system.query<Row>({ ...AVATAR, values: [person, who.person.schoolId] });
  if (!rows[0]) return absent(res);
  respond(req, res, rows[0], query.v);
}

/** An address that is not spelled plainly is one of no picture. */
function addressOf({ url = '' }: IncomingMessage): Pick<RouteAddress, 'segments' | 'query'> {
  try {
    return readRouteAddress(url, ['v']);
  } catch {
    return { segments: [], query: {} };
  }
}

function respond(
  req: IncomingMessage,
  res: ServerResponse,
  { version, type, image }: Row,
  asked: string | undefined,
): void {
  res.writeHead(200, {
    'content-type': type,
    'content-length': image.length,
    // An address with another version must not keep today's picture for good.
    'cache-control': asked === version ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    ...SAFE,
  });
  res.end(req.method === 'HEAD' ? undefined : image);
}

function absent(res: ServerResponse): void {
  res.writeHead(404, { 'cache-control': 'no-store', ...SAFE });
  res.end();
}

/** What people uploaded is never run, and never read by another site's page. */
const SAFE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
};
