import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const TOKEN = 'a-token-of-the-operators';
const why = 'oakwood.yaml:3 title is missing';
let closed: TestServer;
let open: TestServer;
beforeAll(async () => {
  const badSchools = () => [why];
  closed = await startTestServer({ operation: { badSchools } });
  open = await startTestServer({ operation: { badSchools, metricsPort: 0, metricsToken: TOKEN } });
});
afterAll(() => Promise.all([closed?.stop(), open?.stop()]));

const get = (url: string, authorization?: string) => fetch(url, { headers: authorization ? { authorization } : {} });

test('without a port or a token for operators there are no metrics, and readiness has no reasons', async () => {
  for (const authorization of [undefined, 'Bearer', 'Bearer ', 'Bearer undefined', `Bearer ${TOKEN}`]) {
    expect((await get(`${closed.url}/metrics`, authorization)).status).toBe(404);
    expect(await (await get(`${closed.url}/readyz`, authorization)).json()).toEqual({ ready: true });
  }
  expect((await get(`${closed.url}/healthz`)).status).toBe(200);
  expect(closed.metricsUrl).toBeUndefined();
});

test('who holds the token has both at the public address, and whoever guesses does not', async () => {
  const { url } = open;
  const right = await get(`${url}/metrics`, `Bearer ${TOKEN}`);
  expect([right.status, await right.text()]).toEqual([200, expect.stringContaining('homeroom_connections')]);
  expect(await (await get(`${url}/readyz`, `Bearer ${TOKEN}`)).json()).toEqual({
    ready: true,
    reasons: { 'school-files': why },
  });
  const guesses = ['', `${TOKEN.slice(0, -1)}`, `${TOKEN}x`, `${TOKEN.slice(0, -1)}x`, TOKEN.toUpperCase()];
  for (const guess of [undefined, TOKEN, `Basic ${btoa(`:${TOKEN}`)}`, ...guesses.map((one) => `Bearer ${one}`)]) {
    const wrong = await get(`${url}/metrics`, guess);
    expect([wrong.status, await wrong.text()]).toEqual([401, 'Unauthorized']);
    expect(await (await get(`${url}/readyz`, guess)).json()).toEqual({ ready: true });
  }
  expect((await get(`${url}/metrics?token=${TOKEN}`)).status).toBe(401);
});

test('the port for operators tells both, and nothing else is there', async () => {
  const { metricsUrl: url } = open;
  expect(await (await get(`${url}/metrics`)).text()).toContain('homeroom_connections');
  expect(await (await get(`${url}/readyz`)).json()).toEqual({ ready: true, reasons: { 'school-files': why } });
  expect((await get(`${url}/healthz`)).status).toBe(200);
  for (const path of ['/', '/trpc/session.front', '/api/auth/sign-in/email', '/files'])
    expect((await get(url + path)).status).toBe(404);
});
