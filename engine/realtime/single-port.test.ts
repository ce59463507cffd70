import * as uWS from 'uWebSockets.js';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientAddress } from '../operation/client-address.ts';
import { openSocket, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { until } from '../testing/until.ts';
import { type PipeOptions, pipeUpgrades } from './single-port.ts';

let at: TestGateway;
let server: Server;
let port: number;
let unpipe: () => void;

beforeEach(async () => {
  at = await startTestGateway();
  server = createServer((_request, response) => response.end('a page'));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as { port: number }).port;
});
afterEach(async () => {
  unpipe();
  await at.stop();
  server.closeAllConnections();
  server.close();
});

const pipe = (options: Partial<PipeOptions> = {}) => {
  unpipe = pipeUpgrades(server, { port: at.gateway.port, ...options });
};

/** Says something to the server without a WebSocket library, and returns the first line of the answer. */
const knock = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n', 1)[0] ?? '');
      socket.destroy();
    });
    socket.once('close', () => resolve('closed'));
  });
const upgradeOf = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`;

test('pages and sockets are served on one port, and close codes come through', async () => {
  pipe();
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('a page');
  const ana = at.engine.person('ana');
  const sockets = await Promise.all([1, 2, 3].map(() => openSocket(`ws://127.0.0.1:${port}/realtime?x=1`)));
  for (const socket of sockets) {
    socket.say({ t: 'hello', token: ana.token, cursors: {} });
    await socket.hears(({ t }) => t === 'hello');
  }
  sockets[0]?.say('nonsense');
  expect(await sockets[0]?.closed).toBe(4500);
  await at.gateway.stop(1_000);
  expect(await sockets[1]?.closed).toBe(4001);
});

test('no connection is left over, whichever side closed its socket', async () => {
  pipe();
  const left = () => new Promise<number>((tell) => server.getConnections((_error, count) => tell(count)));
  const sockets = await Promise.all([1, 2, 3].map(() => openSocket(`ws://127.0.0.1:${port}/realtime`)));
  expect(await left()).toBe(3);
  sockets[0]?.ws.close();
  sockets[1]?.say('nonsense');
  await at.gateway.stop(1_000);
  await until(async () => (await left()) === 0);
  await new Promise((closed) => server.close(closed));
});

test('a large answer comes through whole before the goodbye that follows it', async () => {
  pipe();
  at.engine.calls = () => 'x'.repeat(1_000_000);
  const socket = await openSocket(`ws://127.0.0.1:${port}/realtime`);
  socket.say({ t: 'hello', token: at.engine.person('ana').token, cursors: {} });
  await socket.hears(({ t }) => t === 'hello');
  socket.say({ id: 1, method: 'query', params: { path: 'x' } });
  await until(() => at.engine.asked.call > 0);
  await at.gateway.stop(5_000);
  expect(await socket.closed).toBe(4001);
  expect(JSON.stringify(socket.frames.at(-1)).length).toBeGreaterThan(1_000_000);
});

test('an upgrade to another path is refused with 404, unless somebody else waits for it', async () => {
  pipe();
  for (const path of ['/', '/realtime/x', '/realtimes', '/other']) {
    expect(await knock(upgradeOf(path))).toBe('HTTP/1.1 404 Not Found');
  }
  unpipe();
  pipe({ otherwise: 'ignore' });
  server.on('upgrade', (request, socket) => {
    if (request.url === '/hot-reload') socket.end('HTTP/1.1 418 Mine\r\n\r\n');
  });
  expect(await knock(upgradeOf('/hot-reload'))).toBe('HTTP/1.1 418 Mine');
});

test('while the gateway is away an upgrade is answered with 503', async () => {
  pipe();
  await at.gateway.stop(0);
  expect(await knock(upgradeOf('/realtime'))).toBe('HTTP/1.1 503 Service Unavailable');
});

test('the gateway is told the address by us alone, whatever the client claims', async () => {
  let seen = '';
  const app = uWS.App();
  app.any('/*', (res, req) => {
    seen = req.getHeader('x-forwarded-for');
    res.end();
  });
  const listening = await new Promise<uWS.us_listen_socket>((go) => {
    app.listen('127.0.0.1', 0, (socket) => {
      if (socket) go(socket);
    });
  });
  const claim = upgradeOf('/realtime').replace('Host', 'X-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 7.7.7.7\r\nHost');
  pipe({ port: uWS.us_socket_local_port(listening) });
  await knock(claim);
  expect(seen).toBe('127.0.0.1');
  unpipe();
  pipe({ port: uWS.us_socket_local_port(listening), trustProxy: 1 });
  await knock(claim);
  expect(seen).toBe('7.7.7.7');
  app.close();
});

test('of a forwarded address only what believed proxies appended counts', () => {
  expect(clientAddress('10.0.0.1', undefined, 2)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9', 0)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9', 1)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', '203.0.113.9', 3)).toBe('203.0.113.9');
});
