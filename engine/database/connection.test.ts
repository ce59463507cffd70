import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { openDatabase } from './database.ts';
import { DatabaseNotReady } from './database-not-ready.ts';

let copy: TestDatabase;
let pooler: Server;

beforeAll(async () => {
  copy = await createTestDatabase();
  pooler = dropsOptions(new URL(copy.url));
  await new Promise<void>((ready) => pooler.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
  pooler.close();
  await copy.drop();
});

/** Passes a connection on without what its startup message says under `options`, as PgBouncer can be told to. */
const dropsOptions = ({ hostname, port }: URL): Server =>
  createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      from.on('error', () => to.destroy());
    client.once('data', (startup) => {
      server.write(withoutOptions(startup));
      client.pipe(server).pipe(client);
    });
  });

/** PostgreSQL documentation, "Message Formats", StartupMessage: length, version, pairs of names and values, an end. */
function withoutOptions(startup: Buffer): Buffer {
  const words = startup.subarray(8, -2).toString().split('\0');
  const kept = words.flatMap((name, place) => (place % 2 === 0 && name !== 'options' ? [name, words[place + 1]] : []));
  const body = Buffer.concat([startup.subarray(4, 8), Buffer.from(`${kept.join('\0')}\0\0`)]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

const urlOf = (server: Server): string => {
  const url = new URL(copy.url);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return url.href;
};

test('a pool in front of the database that drops the role is refused at the start, with the cure', async () => {
  const opening = openDatabase({ url: urlOf(pooler), entities: [], rowSecurity: true });
  const refusal = await opening.then((opened) => opened.close()).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DatabaseNotReady);
  expect((refusal as Error).message).toMatch(/drops the options of connections.*DATABASE_URL/);
});

test('without row security no role is asked for, and the same pool will do', async () => {
  const opened = await openDatabase({ url: urlOf(pooler), entities: [], rowSecurity: false });
  await opened.close();
});
