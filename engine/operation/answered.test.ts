import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answered } from './answered.ts';

let server: Server;
let client: Socket;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  client.destroy();
  server.close();
});

async function ask(): Promise<ServerResponse> {
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.pause();
  client.write('GET / HTTP/1.1\r\nhost: homeroom\r\n\r\n');
  const [, res] = await once(server, 'request');
  return res as ServerResponse;
}

test('an answer that is taken has left once it is whole', async () => {
  const res = await ask();
  const hasLeft = answered(res);
  client.resume();
  res.end('hello');
  await hasLeft;
  expect(res.writableFinished).toBe(true);
});

test('an answer that nobody takes any more has left once it is whole, and not before', async () => {
  const res = await ask();
  const hasLeft = answered(res);
  client.destroy();
  await once(res, 'close');
  const first = await Promise.race([hasLeft, new Promise((done) => setImmediate(done, 'not whole'))]);
  expect(first).toBe('not whole');
  res.end('hello');
  await hasLeft;
});

test('a page that takes nothing of its answer is gone, and one that waits for its answer is not', async () => {
  const res = await ask();
  const hasLeft = answered(res, 20);
  await once(res, 'timeout');
  expect(res.destroyed).toBe(false);
  res.write(Buffer.alloc(20_000_000));
  await once(res, 'close');
  res.end();
  await hasLeft;
});
