import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reach } from './reach.ts';

/** A browser's half of Web Push: its keys, and how it reads what is encrypted for it (RFC 8291, RFC 8188). */
export function makeBrowser() {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const auth = randomBytes(16);
  return {
    p256dh: keys.getPublicKey('base64url'),
    auth: auth.toString('base64url'),
    /** @throws when it was not encrypted for this browser */
    read(body: Buffer): Record<string, string> {
      const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)];
      const theirs = body.subarray(21, 21 + idLength);
      const sealed = body.subarray(21 + idLength);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), theirs]);
      const secret = derive(keys.computeSecret(theirs), auth, info, 32);
      const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
      const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12);
      const opening = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()]);
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString());
    },
  };
}

const derive = (secret: Buffer, salt: Buffer, info: string | Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/** What a push service was asked. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service of the test's own, which answers by the path, 201 unless said; to some it never answers. */
export async function startPushService() {
  const posted: Posted[] = [];
  const answers = new Map<string, number | 'never'>();
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const path = req.url ?? '';
    posted.push({ path, headers: req.headers, body: Buffer.concat(chunks) });
    const answer = answers.get(path) ?? 201;
    if (answer !== 'never') res.writeHead(answer, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    posted,
    answers,
    url: `http://127.0.0.1:${port}`,
    /** Lets messages go to this one machine and port; no setting of a school or a deployment does. */
    reach: {
      permits: ({ host }) => host === `127.0.0.1:${port}`,
      permitsAddress: (ip) => ip === '127.0.0.1',
    } satisfies Reach as Reach,
    stop: () => {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
}
