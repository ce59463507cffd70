import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incomingPath } from './incoming.ts';
import { type Doors, startDoors, TUS, type Uploader } from './tus-trial.ts';

// The upload that is judged is the upload that is written: every way to name a second one beside it is tried over raw HTTP,
// since clients normalise what they are given.
let doors: Doors;
let ana: Uploader;
let ben: Uploader;
beforeAll(async () => {
  doors = await startDoors();
  ({ ana, ben } = doors);
});
afterAll(() => doors?.server.stop());

const WORDS = Buffer.from('Words of Ana.');
const PATCH = { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };

interface Raw {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer;
}

function ask({ method, path, headers = {}, body }: Raw): Promise<number> {
  const { hostname, port } = new URL(doors.server.url);
  const authorization = `Bearer ${ana.token}`;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const asking = request({ hostname, port, method, path, headers: { authorization, ...headers }, agent: false });
  asking.on('error', reject).on('response', (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
  });
  asking.end(body);
  return promise;
}

/** An upload of each, of which nothing has come. */
async function begun() {
  const mine = (await ana.begin('ana.txt', WORDS.length)).id;
  const theirs = (await ben.begin('ben.txt', WORDS.length)).id;
  return { mine, theirs };
}
const arrived = (id: string): Promise<string> => {
  const { deployment } = doors.server.engine;
  return readFile(incomingPath({ deployment, school: doors.server.school('oakwood') }, id), 'utf8');
};

describe('an upload of somebody else is not written into by an address that also names it:', () => {
  test.each<[string, (mine: string, theirs: string) => string]>([
    ['in a query', (mine, theirs) => `/files/${mine}?x=/${theirs}`],
    ['in a nameless query', (mine, theirs) => `/files/${mine}?/${theirs}`],
    ['in the query of a link', (mine, theirs) => `/files/${mine}?as=/${theirs}`],
    ['in an escaped query', (mine, theirs) => `/files/${mine}?x=%2f${theirs}`],
    ['behind an escaped slash', (mine, theirs) => `/files/${mine}%2f${theirs}`],
    ['behind a slash escaped twice', (mine, theirs) => `/files/${mine}%252f${theirs}`],
    ['in a further part', (mine, theirs) => `/files/${mine}/${theirs}`],
    ['behind dots', (mine, theirs) => `/files/${mine}/../${theirs}`],
    ['behind escaped dots', (mine, theirs) => `/files/${mine}/%2e%2e/${theirs}`],
    ['behind a semicolon', (mine, theirs) => `/files/${mine};/${theirs}`],
    ['behind a backslash', (mine, theirs) => `/files/${mine}\\${theirs}`],
    ['behind a NUL', (mine, theirs) => `/files/${mine}%00/${theirs}`],
    ['behind a fragment', (mine, theirs) => `/files/${mine}#/${theirs}`],
    ['with a host before it', (mine, theirs) => `http://files/files/${mine}?/${theirs}`],
    ['alone', (_mine, theirs) => `/files/${theirs}`],
    ['as a path on the disk', (mine, theirs) => `/files/..%2f${mine.slice(0, 1)}%2f${theirs}`],
  ])('%s', async (_how, address) => {
    const { mine, theirs } = await begun();
    const path = address(mine, theirs);
    const status = await ask({ method: 'PATCH', path, headers: PATCH, body: WORDS });
    expect([400, 401, 404]).toContain(status);
    expect(await arrived(theirs)).toBe('');
    expect(await ask({ method: 'HEAD', path, headers: TUS })).toBe(status);
    expect(await ask({ method: 'DELETE', path, headers: TUS })).toBe(status);
    expect(await ben.offset(`/files/${theirs}`)).toBe(0);
  });
});

test('headers that name another upload, another method or another address change nothing', async () => {
  const { mine, theirs } = await begun();
  const elsewhere = { 'x-original-url': `/files/${theirs}`, 'x-rewrite-url': `/files/${theirs}`, 'upload-id': theirs };
  const first = WORDS.subarray(0, 5);
  expect(await ask({ method: 'PATCH', path: `/files/${mine}`, headers: { ...PATCH, ...elsewhere }, body: first })).toBe(
    204,
  );
  expect([await arrived(mine), await arrived(theirs)]).toEqual(['Words', '']);
  const override = { 'x-http-method-override': 'PATCH', 'x-http-method': 'PATCH', 'x-method-override': 'PATCH' };
  for (const id of [mine, theirs])
    expect(await ask({ method: 'POST', path: `/files/${id}`, headers: { ...PATCH, ...override }, body: WORDS })).toBe(
      404,
    );
  expect(await ask({ method: 'GET', path: `/files/${theirs}`, headers: { ...TUS, ...override } })).toBe(404);
  expect([await arrived(mine), await arrived(theirs)]).toEqual(['Words', '']);
});

test('what has come of an upload and was not looked into is handed out to nobody, its own uploader included', async () => {
  const { mine } = await begun();
  await ana.append(`/files/${mine}`, 0, WORDS.subarray(0, 5));
  expect(await ask({ method: 'GET', path: `/files/${mine}`, headers: TUS })).toBe(404);
  expect(await ask({ method: 'GET', path: `/files/${mine}` })).toBe(404);
});

test('a header that comes twice is refused where the two could be read in two ways', async () => {
  const { mine } = await begun();
  const twice = (name: string, ...values: string[]) =>
    ask({ method: 'PATCH', path: `/files/${mine}`, headers: { ...PATCH, [name]: values }, body: WORDS });
  expect(await twice('upload-offset', '0', '5')).toBe(400);
  expect(await twice('tus-resumable', '1.0.0', '0.2.2')).toBe(400);
  expect(await arrived(mine)).toBe('');
});

test.each(['filename YQ==,filename Yg==', 'filename YQ==,,', 'filename !!', 'filename YQ== Yg==', ' '])(
  'what is said of a file is refused where it can be read in two ways: %j',
  async (metadata) => {
    const headers = { ...TUS, 'upload-length': '5', 'upload-metadata': metadata };
    expect(await ask({ method: 'POST', path: '/files', headers })).toBe(400);
  },
);

test.each(['/files/', '/files?x=1', '//files', '/files/.', `/files/${newId()}`])(
  'an upload is begun at one address, not at %s',
  async (path) => {
    const headers = { ...TUS, 'upload-length': '5', 'upload-metadata': 'filename YS50eHQ=' };
    expect([400, 404]).toContain(await ask({ method: 'POST', path, headers }));
  },
);
