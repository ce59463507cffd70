import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileFact } from '../engine/index.ts';
import { type Cast, startCast } from '../engine/testing/cast.ts';
import { type RedisServer, startRedisServer } from '../engine/testing/redis-server.ts';
import { refusalOf } from '../engine/testing/refusal-of.ts';
import { startTestEngine, type TestEngine } from '../engine/testing/start-test-engine.ts';
import { until } from '../engine/testing/until.ts';
import { installed } from '../plugins/index.ts';
import { createSchoolFiles } from './school-files.ts';
import { readSchools } from './schools.ts';
import { type SchoolsWatch, watchSchools } from './watch-schools.ts';

// Two nodes with one database and one Redis, whose school files are in one folder or in two.

const TEXT = 'title: Oakwood School\nregistration: closed\n';

interface Node {
  readonly engine: TestEngine;
  readonly dir: string;
  readonly watching: SchoolsWatch;
}

let redis: RedisServer;
let nodes: Node[];
let cast: Cast;
beforeEach(async () => {
  redis = await startRedisServer();
  nodes = [];
});
afterEach(async () => {
  for (const { engine, watching } of nodes.toReversed()) {
    watching.close();
    await engine.stop();
  }
  for (const { dir } of nodes) rmSync(dir, { recursive: true, force: true });
  await redis.stop();
});

async function startNode(dir: string): Promise<Node> {
  let files: ReturnType<typeof createSchoolFiles>;
  const engine = await startTestEngine({
    ...{ redisUrl: redis.url, schools: { oakwood: {} } },
    ...(nodes[0] && { beside: nodes[0].engine }),
    schoolFiles: { offered: [], read: (slug) => files.read(slug) },
  });
  const { log } = engine.engine;
  files = createSchoolFiles({ dir, installed, log });
  const watching = watchSchools({
    ...{ dir, installed, log, first: await readSchools(dir, installed) },
    hear: (setup) => engine.engine.schools.put(setup),
    tell: (slug, fingerprint) => engine.engine.nodes.say(fileFact(slug), fingerprint),
  });
  const node = { engine, dir, watching };
  nodes.push(node);
  return node;
}

function newFolder(text = TEXT): string {
  const dir = mkdtempSync(join(tmpdir(), 'homeroom-node-'));
  writeFileSync(join(dir, 'oakwood.yaml'), text);
  return dir;
}
const settings = ({ engine }: Node) => engine.as(cast.head).schools.settings();
const isClosed = async (node: Node, why: string | null) => until(async () => (await settings(node)).closed === why);
const rename = async (node: Node, title: string) =>
  node.engine.as(cast.head).schools.configure({ fingerprint: (await settings(node)).fingerprint, settings: { title } });

test('nodes that share a file: one writes it, the other takes it up and may write it next', async () => {
  const dir = newFolder();
  const one = await startNode(dir);
  cast = await startCast(one.engine);
  await isClosed(one, null);
  const two = await startNode(dir);
  await isClosed(two, null);
  await isClosed(one, null);
  await rename(one, 'Ash');
  await until(async () => two.engine.school('oakwood').title === 'Ash');
  await isClosed(two, null);
  await rename(two, 'Birch');
  await until(async () => one.engine.school('oakwood').title === 'Birch');
  await isClosed(one, null);
});

test('nodes that have a file each: what one writes the other has not, and nothing more is written', async () => {
  const one = await startNode(newFolder());
  cast = await startCast(one.engine);
  const two = await startNode(newFolder());
  await isClosed(one, null);
  await rename(one, 'Ash');
  for (const node of [one, two]) {
    await isClosed(node, 'other-nodes');
    expect(await refusalOf(rename(node, 'Birch'))).toBe('schools.other-nodes');
  }
  expect(readFileSync(join(two.dir, 'oakwood.yaml'), 'utf8')).toBe(TEXT);
  // The operator copies the file over, and both may write again.
  writeFileSync(join(two.dir, 'oakwood.yaml'), readFileSync(join(one.dir, 'oakwood.yaml')));
  for (const node of [one, two]) await isClosed(node, null);
});

test('while a node may be there that is not heard, nothing is written', async () => {
  const one = await startNode(newFolder());
  cast = await startCast(one.engine);
  await isClosed(one, null);
  redis.freeze();
  await isClosed(one, 'other-nodes');
  expect(await refusalOf(rename(one, 'Ash'))).toBe('schools.other-nodes');
  redis.thaw();
  await isClosed(one, null);
});
