import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cast, startCast } from '../testing/cast.ts';
import { holdRow } from '../testing/hold.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

// A page that is reloaded or closed leaves in the middle of what it asked for. More often than one session has places:
// none of them may stay taken.
const TIMES = 5;

let server: TestServer;
let cast: Cast;
let ana: string;
beforeAll(async () => {
  server = await startTestServer();
  cast = await startCast(server);
  ana = await server.signIn(cast.ana);
});
afterAll(() => server?.stop());

const times = <T>(ask: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: TIMES }, ask));

/** Begins to ask on a connection of its own: `body` is what is sent of it, `length` what was promised. */
async function ask(procedure: string, body?: string, length = Buffer.byteLength(body ?? '')): Promise<Socket> {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const lines = [
    `${body === undefined ? 'GET' : 'POST'} /trpc/${procedure} HTTP/1.1`,
    ...['host: homeroom', `authorization: Bearer ${ana}`, 'content-type: application/json'],
    ...(body === undefined ? [] : [`content-length: ${length}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  return socket;
}

/** Answered by the server in one loop with what it hears of the sockets: it knows by then that they are gone. */
async function leave(sockets: readonly Socket[]): Promise<void> {
  for (const socket of sockets) socket.destroy();
  for (let turn = 0; turn < 3; turn += 1) await fetch(`${server.url}/healthz`);
}

/** By HTTP and by a socket, as a page that was loaded again. */
async function answersAgain(): Promise<void> {
  const headers = { authorization: `Bearer ${ana}` };
  const answers = times(() => fetch(`${server.url}/trpc/session.me`, { headers }).then(({ status }) => status));
  expect(await answers).toEqual(Array(TIMES).fill(200));
  const socket = server.overSocket(ana);
  expect(await socket.api.rooms.list.query()).toContainEqual(expect.objectContaining({ id: cast.room.id }));
  socket.close();
}

test('a session whose pages left with half a body sent is answered', async () => {
  await leave(await times(() => ask('messages.send', '{"roomId":', 1_000)));
  await answersAgain();
});

test('a session whose pages left before the answer is answered', async () => {
  for (let turn = 0; turn < TIMES; turn += 1) await leave(await times(() => ask('rooms.list')));
  await answersAgain();
});

test('a session whose pages left after the answer is answered', async () => {
  const sockets = await times(() => ask('session.me'));
  for (const socket of sockets) await once(socket, 'data');
  await leave(sockets);
  await answersAgain();
});

test('a session whose pages left while their calls waited for the database, or for their turn, is answered', async () => {
  const text = 'sent while leaving';
  const hold = await holdRow(server, 'room', cast.room.id);
  const send = () => ask('messages.send', JSON.stringify({ roomId: cast.room.id, clientId: newId(), text }));
  const sockets = await times(send);
  await hold.waitedForBy(1);
  await leave(sockets);
  await hold.letGo();
  await answersAgain();
});

test('a session whose pages left while what they read waited for its turn is answered', async () => {
  const hold = await holdRow(server, 'room', cast.room.id);
  const send = () =>
    ask('messages.send', JSON.stringify({ roomId: cast.room.id, clientId: newId(), text: 'holds a place' }));
  const holders = await times(send);
  await hold.waitedForBy(1);
  await leave(await times(() => ask('rooms.list')));
  await hold.letGo();
  await answersAgain();
  await leave(holders);
});
