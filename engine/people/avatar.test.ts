import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignedIn } from '../accounts/signed-in.ts';
import { type Kit, startAccounts } from '../accounts/test-kit.ts';
import { avatarPicture } from './avatar-picture.ts';
import { serveAvatar } from './avatar-serve.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 40, b: 40 } } });

describe('a picture that is handed in', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('as %s becomes a square WebP of 256 pixels', async (format) => {
    const made = await avatarPicture(await picture(640, 480).toFormat(format).toBuffer());
    expect(await sharp(made).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 });
  });

  test('loses all that a camera wrote beside it, and stands upright', async () => {
    const exif = { IFD0: { Copyright: 'somewhere secret' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const photo = await picture(40, 20).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const made = await sharp(await avatarPicture(photo)).metadata();
    expect([made.exif, made.xmp, made.iptc, made.orientation]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.each([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['HTML behind the first bytes of a PNG', Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1')],
    ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
  ])('is refused when it is %s', async (_, file) => {
    await expect(avatarPicture(file)).rejects.toMatchObject({
      code: 'people.avatar-unreadable',
      data: { field: 'image' },
    });
  });

  test('is refused when it is cut off', async () => {
    const whole = await picture(640, 480).png().toBuffer();
    await expect(avatarPicture(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ fault: 'invalid' });
  });

  test('is refused above 1 MiB, and when a small file unfolds to too many pixels', async () => {
    await expect(avatarPicture(Buffer.alloc(1_048_577))).rejects.toMatchObject({ code: 'people.avatar-too-large' });
    const bomb = await picture(9_000, 9_000).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1_048_576);
    await expect(avatarPicture(bomb)).rejects.toMatchObject({ code: 'people.avatar-unreadable' });
  });
});

describe('a picture that is served', () => {
  let kit: Kit;
  let server: Server;
  let address: string;
  let who: SignedIn | null = null;
  let stranger: SignedIn | null = null;
  beforeAll(async () => {
    kit = await startAccounts();
    const [oakwood, elmgrove] = [await kit.school('oakwood'), await kit.school('elmgrove')];
    const ana = await kit.person(oakwood, 'ana@oakwood.example');
    await kit.person(elmgrove, 'ed@elmgrove.example');
    const image = await avatarPicture(await picture(300, 300).png().toBuffer());
    await kit.admin.query(
      'insert into avatar (person_id, school_id, version, image, type) values ($1, $2, $3, $4, $5)',
      [...[ana, oakwood, 'v1', image, 'image/webp']],
    );
    who = await kit.accounts.signIn({ cookie: (await kit.signIn('ana@oakwood.example')).cookie });
    stranger = await kit.accounts.signIn({ cookie: (await kit.signIn('ed@elmgrove.example')).cookie });
    server = createServer(async (req, res) => {
      const asker = { ana: who, ed: stranger }[String(req.headers['x-asker'])] ?? null;
      await serveAvatar(req, res, asker, kit.database);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/avatars/${ana}`;
  });
  afterAll(async () => {
    server.close();
    await kit.stop();
  });
  const get = (url: string, asker: string, method = 'GET') => fetch(url, { method, headers: { 'x-asker': asker } });

  test('comes as what it is, runs nothing, and is kept by the browser of people of the school', async () => {
    const answer = await get(`${address}?v=v1`, 'ana');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).toMatchObject({ format: 'webp' });
  });

  test('under an address of another version it is not kept', async () => {
    expect((await get(`${address}?v=v0`, 'ana')).headers.get('cache-control')).toBe('private, no-cache');
  });

  test('is not there for strangers, for nobody, under other addresses and for other methods', async () => {
    const answers = await Promise.all([
      get(`${address}?v=v1`, 'ed'),
      get(`${address}?v=v1`, 'nobody'),
      get(`${address}/../../etc/passwd`, 'ana'),
      get(address.replace(/[^/]+$/, '00000000-0000-7000-8000-000000000000'), 'ana'),
      get(`${address}?v=v1`, 'ana', 'POST'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });
});
