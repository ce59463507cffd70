import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runScheduledJob } from '../../../engine/plugin-host/run-job.ts';
import type { Cast } from '../../../engine/testing/cast.ts';
import { picture } from '../test-kit.ts';
import { type Doors, startDoors, TUS, type Uploader } from '../tus-trial.ts';
import { createFolderStore } from './folder-store.ts';
import { createS3Store } from './s3-store.ts';
import { type S3Server, startS3Server } from './s3-trial.ts';
import type { Store } from './store.ts';

let s3: S3Server;
let dataDir: string;
beforeAll(async () => {
  s3 = await startS3Server();
  dataDir = await mkdtemp(join(tmpdir(), 'homeroom-stores-'));
});
afterAll(async () => {
  await s3?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const openS3 = (url = s3.url, pageSize?: number) =>
  createS3Store(url, { dataDir, publicUrl: '', mailDelivers: false }, pageSize);
const working = () => readdir(join(dataDir, 'files', 'working')).catch(() => []);
async function written(bytes: Uint8Array): Promise<string> {
  const path = join(dataDir, newId());
  await writeFile(path, bytes);
  return path;
}

describe.each(['folder', 's3'])('a store (%s)', (kind) => {
  let store: Store;
  beforeAll(() => {
    store = kind === 's3' ? openS3(s3.url, 2) : createFolderStore(dataDir);
  });
  const file = () => `${newId()}/${newId()}`;
  const textOf = async (key: string) => (await buffer(await store.read(key))).toString();
  const keep = async (key: string, text: string) => store.keep(key, await written(Buffer.from(text)));

  test('gives back byte for byte what it keeps, also a part, and leaves the file that it was given', async () => {
    const key = `${file()}/whole`;
    const bytes = randomBytes(3_000_001);
    const path = await written(bytes);
    await store.keep(key, path);
    expect((await buffer(await store.read(key))).equals(bytes)).toBe(true);
    for (const [start, end] of [
      [0, 9],
      [70_000, 200_000],
      [3_000_000, 3_000_000],
    ] as const)
      expect((await buffer(await store.read(key, { start, end }))).equals(bytes.subarray(start, end + 1))).toBe(true);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  test('keeps the second of two under one name, also when both are one file', async () => {
    const key = `${file()}/whole`;
    await keep(key, 'the first');
    const path = await written(Buffer.from('the second'));
    await store.keep(key, path);
    await store.keep(key, path);
    expect(await textOf(key)).toBe('the second');
  });

  test('lends what it has, and is not the poorer when it is given back', async () => {
    const key = `${file()}/original`;
    await keep(key, 'lent');
    const { path, release } = await store.borrow(key);
    expect(await readFile(path, 'utf8')).toBe('lent');
    await release();
    expect([await textOf(key), await working()]).toEqual(['lent', []]);
  });

  test('says so when it has nothing under a name', async () => {
    await expect(store.read(`${file()}/whole`)).rejects.toThrow();
    await expect(store.borrow(`${file()}/whole`).then(({ path }) => readFile(path))).rejects.toThrow();
    expect(await working()).toEqual([]);
  });

  test('removes one thing, or all of a file and nothing of another, as often as it is asked', async () => {
    const [mine, other] = [file(), file()];
    for (const form of ['whole', 'thumb', 'poster', 'web', 'original']) await keep(`${mine}/${form}`, form);
    await keep(`${other}/whole`, 'other');
    for (const _ of [1, 2]) await store.remove(`${mine}/thumb`);
    await expect(store.read(`${mine}/thumb`)).rejects.toThrow();
    for (const _ of [1, 2]) await store.removeAll(mine);
    for (const form of ['whole', 'poster', 'web', 'original'])
      await expect(store.read(`${mine}/${form}`)).rejects.toThrow();
    expect(await textOf(`${other}/whole`)).toBe('other');
  });
});

test('an S3 store that is not there, or does not know who asks, says so without the secret', async () => {
  const path = await written(Buffer.from('x'));
  const wrong = openS3(s3.url.replace('S3RVER:S3RVER', 'NOBODY:hunter2'));
  await expect(wrong.keep('a/b/whole', path)).rejects.toThrow(/^the store answered 403 InvalidAccessKeyId to PUT$/);
  await expect(openS3('s3://key:hunter2@127.0.0.1:1/bucket?tls=off').keep('a/b/whole', path)).rejects.toThrow(
    /^the store did not answer to PUT: ECONNREFUSED$/,
  );
});

describe('a school whose files are in an S3 store', () => {
  let doors: Doors;
  let cast: Cast;
  let ana: Uploader;
  let ben: Uploader;
  beforeAll(async () => {
    doors = await startDoors({ environment: { STORAGE_URL: s3.url } });
    ({ cast, ana, ben } = doors);
  });
  afterAll(() => doors?.server.stop());
  const keptOf = async (id: string) => (await s3.kept()).filter((name) => name.includes(id)).length;
  const sendFile = (id: string) => cast.send(cast.room, cast.ana, '', { with: { attachments: [{ id }] } });

  test('sends, fetches in parts and deletes them, and the store is empty after', async () => {
    const { id } = await ana.upload('leaf.jpg', await picture(900, 600));
    const { id: messageId } = await sendFile(id);
    await doors.server.settled();
    const whole = Buffer.from(await (await ben.ask(`/files/${id}`)).arrayBuffer());
    const part = await ben.ask(`/files/${id}`, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${whole.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(10, 20))).toBe(true);
    expect((await ben.ask(`/files/${id}/thumb`)).status).toBe(200);
    expect(await keptOf(id)).toBe(2);
    await doors.server.as(cast.ana).messages.delete({ roomId: cast.room.id, messageId });
    await doors.server.rows(`update message set deleted_at = now() - interval '31 days' where id = $1`, [messageId]);
    await runScheduledJob(doors.server.engine, 'attachments.tidy');
    expect(await keptOf(id)).toBe(0);
  });

  test('loses no upload that ends while the store is away: it is asked about again, and is there', async () => {
    const bytes = Buffer.from(`Cells have walls. ${newId()}`);
    const { address, id } = await ana.begin('notes.txt', bytes.length);
    await s3.kill();
    expect((await ana.append(address, 0, bytes)).status).toBe(503);
    expect((await ana.ask(address, { method: 'HEAD', headers: TUS })).status).toBe(503);
    await s3.restart();
    expect(await ana.offset(address)).toBe(bytes.length);
    await sendFile(id);
    expect(await (await ben.ask(`/files/${id}`)).text()).toBe(bytes.toString());
    expect(JSON.stringify(doors.server.logged)).not.toContain('S3RVER:S3RVER');
  });
});
