import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { guardedLookup, publicReach } from './reach.ts';
import { sendPush } from './send-push.ts';
import { makeBrowser, startPushService } from './test-kit.ts';

const keys = {
  publicKey: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
  privateKey: 'nkNyB2Yt5v4ZQhCzBxYkGJ3Cq3kOIkAIoQKp4pLqk1I',
};
const sender = (reach: typeof publicReach) => ({
  keys,
  subject: 'mailto:homeroom@school.example',
  reach,
  patienceMs: 5_000,
});
const message = { title: 'Hello', body: 'there', url: '/', quotes: true, tag: 'one' };

describe('an address', () => {
  test('of the public internet is one, of an inside or a special use is none', () => {
    for (const good of ['8.8.8.8', '142.250.1.95', '2a00:1450:4001:830::200a', '2606:4700::1111'])
      expect(isPublicAddress(good), good).toBe(true);
    for (const bad of [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.0.9', '169.254.169.254', '172.16.0.1'],
      ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '192.0.0.8'],
      ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', 'fc00::1', 'fd12:3456::1'],
      ...['fe80::1', 'fe80::1%eth0', 'ff02::1', '2001:db8::1', '2002:7f00:1::', '2001::1', '', 'localhost', '1.2.3'],
    ])
      expect(isPublicAddress(bad), bad).toBe(false);
  });

  test('of a push service is https on the public internet, however it is written', () => {
    for (const good of [
      'https://fcm.googleapis.com/fcm/send/x',
      'https://updates.push.services.mozilla.com/wpush/v2/x',
    ])
      expect(publicReach.permits(new URL(good)), good).toBe(true);
    for (const bad of [
      ...['http://fcm.googleapis.com/x', 'https://fcm.googleapis.com:8443/x', 'https://me:you@fcm.googleapis.com/x'],
      ...[
        'https://localhost/x',
        'https://database/x',
        'https://127.0.0.1/x',
        'https://2130706433/x',
        'https://0x7f.1/x',
      ],
      ...['https://0177.0.0.1/x', 'https://[::1]/x', 'https://[::ffff:10.0.0.1]/x', 'https://169.254.169.254/latest'],
      ...['file:///etc/passwd', 'ftp://example.org/x'],
    ])
      expect(publicReach.permits(new URL(bad)), bad).toBe(false);
  });
});

describe('a name that leads inside', () => {
  test('is not looked up to anything, whether all its addresses are asked for or one', async () => {
    expect((await lookup('localhost', { all: true })).length).toBeGreaterThan(0);
    for (const all of [true, false]) {
      const found = await new Promise((heard) =>
        guardedLookup(publicReach)('localhost', { all }, (error, address) => heard(error?.message ?? address)),
      );
      expect(found).toBe('localhost is no machine of the public internet');
    }
  });

  test('is never connected to, though its address looked like a push service', async () => {
    let connections = 0;
    const inside = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((ready) => inside.listen(0, '127.0.0.1', ready));
    const { port } = inside.address() as { port: number };
    const to = { endpoint: `https://localhost:${port}/send`, ...makeBrowser() };
    const trusting = { permits: () => true, permitsAddress: publicReach.permitsAddress };
    await expect(sendPush(to, message, sender(trusting))).rejects.toThrow('is no machine of the public internet');
    expect(connections).toBe(0);
    const open = { permits: () => true, permitsAddress: () => true };
    await expect(sendPush(to, message, sender(open))).rejects.toThrow();
    expect(connections).toBe(1); // so it could have been
    await new Promise((closed) => inside.close(closed));
  });
});

test('what looks like a key and is none is refused before anybody is asked', async () => {
  const service = await startPushService();
  const to = { ...makeBrowser(), endpoint: service.url, p256dh: `B${'a'.repeat(86)}` };
  expect(await sendPush(to, message, sender(service.reach))).toBe('refused');
  expect(service.posted).toEqual([]);
  await service.stop();
});

test('a redirect is not followed, and is no success', async () => {
  const service = await startPushService();
  service.answers.set('/moved', 302);
  const to = { endpoint: `${service.url}/moved`, ...makeBrowser() };
  expect(await sendPush(to, message, sender(service.reach))).toBe('refused');
  expect(service.posted.map(({ path }) => path)).toEqual(['/moved']);
  expect(await sendPush(to, message, sender(publicReach))).toBe('refused');
  expect(service.posted).toHaveLength(1);
  await service.stop();
});
