import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbeddedServer } from '../../engine/database/embedded-server.ts';
import { makeFolder, postmasterOf } from '../../engine/database/server-trial.ts';
import { silentLog } from '../../engine/operation/log.ts';
import { type RedisServer, startRedisServer } from '../../engine/testing/redis-server.ts';
import { startNode, type TestNode } from '../../engine/testing/start-node.ts';

// Two nodes, a PostgreSQL and a Redis, each a process; each is killed in turn while a teacher announces 1,000 things to Ana.

const PROMISED = 1_000;
const AT_ONCE = 8;
const PATIENCE_MS = 120_000;

let dataDir: string;
let scratch: string;
let server: EmbeddedServer;
let redis: RedisServer;
let first: TestNode;
let options: Parameters<typeof startNode>[0];
const nodes: TestNode[] = [];

beforeAll(async () => {
  dataDir = makeFolder();
  scratch = await mkdtemp(join(tmpdir(), 'homeroom-nodes-'));
  [redis, server] = await Promise.all([
    startRedisServer(),
    startEmbeddedServer({
      dataDir,
      log: silentLog(),
      onLost: (reason) => console.error(reason),
      watch: { shortMs: 0 },
    }),
  ]);
  options = {
    temporary: scratch,
    beside: { database: { url: server.url } },
    redisUrl: redis.url,
    schools: { oakwood: { notifications: true } },
    jobs: { lockMs: 2_000, backoffMs: 100 },
  };
  first = await startNode({ ...options, cast: true });
  nodes.push(first, await startNode(options));
}, 90_000);
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  await server?.stop();
  await redis?.stop();
  for (const folder of [dataDir, scratch]) await rm(folder, { recursive: true, force: true });
});

async function rows<T extends object>(text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Sends until it is acknowledged, with the same clientId, by whichever node answers. */
async function send(text: string, until: number): Promise<void> {
  const clientId = newId();
  for (let attempt = 0; Date.now() < until; attempt++) {
    const node = nodes[attempt % nodes.length] as TestNode;
    const asking = node.as(first.riveras).messages.send.mutate({ roomId: first.room, clientId, text });
    if (await asking.then(() => true).catch(() => false)) return;
    await wait(50);
  }
  throw new Error('it was never acknowledged');
}

async function replaceNode(place: number): Promise<void> {
  await nodes[place]?.kill();
  // As a supervisor does: a start while the database is away ends, and is tried again.
  for (let tries = 0; ; tries++) {
    const started = await startNode(options).catch((error: unknown) => error as Error);
    if (started instanceof Error && tries < 20) continue;
    if (started instanceof Error) throw started;
    nodes[place] = started;
    return;
  }
}

const killings = [
  () => replaceNode(0),
  async () => void process.kill(postmasterOf(dataDir), 'SIGQUIT'),
  async () => {
    await redis.kill();
    await redis.restart();
  },
  () => replaceNode(1),
  async () => void process.kill(postmasterOf(dataDir), 'SIGKILL'),
  async () => void (await Promise.all([replaceNode(0), replaceNode(1)])),
];

test('1,000 promised notices arrive, each once, whichever process is killed meanwhile', {
  timeout: 300_000,
}, async () => {
  const end = Date.now() + PATIENCE_MS;
  const texts = Array.from({ length: PROMISED }, (_, number) => `@${number}`);
  const share = Math.ceil(PROMISED / (killings.length + 1));
  let due = 0;
  let killed = Promise.resolve();
  const sender = async (): Promise<void> => {
    for (let text = texts.shift(); text; text = texts.shift()) {
      const next = texts.length % share === 0 ? killings[due++] : undefined;
      if (next) killed = killed.then(next);
      await send(text, end);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  await killed;
  expect(due).toBeGreaterThanOrEqual(killings.length);
  type Count = { messages: number; notices: number; about: number };
  const counted = () =>
    rows<Count>(
      `select (select count(*)::int from message where text like '@%') messages, count(*)::int notices,
         count(distinct message_id)::int about from notifications where person_id in (select id from person where name = 'Ana Lopez')`,
    ).then(([count]) => count as Count);
  let count = await counted();
  for (; count.notices < PROMISED && Date.now() < end + 60_000; count = await counted()) await wait(200);
  expect(count).toEqual({ messages: PROMISED, notices: PROMISED, about: PROMISED });
});
