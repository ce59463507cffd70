import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let plain: TestServer;
let cast: Cast;
let token: string;
beforeAll(async () => {
  const ui: NonNullable<Parameters<typeof startTestServer>[0]>['operation'] = {
    ui: (req, res) => {
      if (req.url === '/broken') throw new Error('this page is broken');
      res.writeHead(req.url === '/sign-in' ? 200 : 404, { 'content-type': 'text/html' }).end('<p>A page</p>');
    },
  };
  server = await startTestServer({ operation: ui, publicUrl: 'https://chat.example' });
  plain = await startTestServer({ operation: ui });
  cast = await startCast(server);
  token = await server.signIn(cast.ana);
});
afterAll(() => Promise.all([server?.stop(), plain?.stop()]));

const headersOf = async (path: string, init: RequestInit = {}): Promise<Headers> =>
  (await fetch(server.url + path, init)).headers;
const signed = () => ({ headers: { authorization: `Bearer ${token}` } });

const PAGES = [
  '/',
  '/sign-in',
  '/nowhere',
  '/broken',
  '/healthz',
  '/readyz',
  '/metrics',
  '/avatars/x',
  '/apiary',
  '/trpcs',
];
const CALLS = [
  ...[
    '/trpc',
    '/trpc/',
    '/trpc/session.front',
    '/trpc/session.me',
    '/trpc/no.such',
    '/trpc/session.front,session.me?batch=1',
  ],
  ...['/api', '/api/', '/api/auth/list-sessions', '/api/auth/no-such', '/api/nowhere', '/api/auth/sign-in/email'],
];
const ROUTES = ['/files', '/files/x', '/files?x=1', '/notifications/worker.js', '/notifications/nowhere'];

describe('every answer says what browsers may do with it:', () => {
  test.each([...PAGES, ...CALLS, ...ROUTES])('%s', async (path) => {
    for (const init of [{}, signed(), { method: 'POST' }]) {
      const headers = await headersOf(path, init);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toBe(
        'camera=(self), microphone=(self), display-capture=(self), geolocation=()',
      );
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect(headers.get('content-security-policy')).toBeTruthy();
      expect(headers.get('x-frame-options')).toBeNull();
    }
  });
});

test.each(CALLS)('no cache keeps what %s answers, and nobody frames it', async (path) => {
  for (const init of [{}, signed(), { method: 'POST' }, { method: 'DELETE' }]) {
    const headers = await headersOf(path, init);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBeNull();
  }
});

test.each(PAGES)('a page at %s keeps its windows to itself', async (path) => {
  const headers = await headersOf(path);
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
});

test.each(ROUTES)('an address of a plugin, %s, may answer to its opener', async (path) => {
  expect((await headersOf(path, signed())).get('cross-origin-opener-policy')).toBeNull();
});

test('a file that is handed out keeps its own policy, which lets nothing run', async () => {
  const { headers } = await fetch(`${server.url}/avatars/${cast.ana.id}`, signed());
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
});

test('without TLS no browser is told to insist on it', async () => {
  expect((await fetch(`${plain.url}/sign-in`)).headers.get('strict-transport-security')).toBeNull();
});
