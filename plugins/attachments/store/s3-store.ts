import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Deployment } from '../../../engine/index.ts';
import { workingPath } from '../incoming.ts';
import { type S3Address, s3AddressIn } from './s3-address.ts';
import { askS3, doAtS3, StoreError, textOf } from './s3-request.ts';
import type { Borrowed, ByteRange, Store } from './store.ts';

/** Keeps files in a bucket of an S3-compatible store. Of all that is sent and fetched, only a few pieces are in memory. */
export function createS3Store(storageUrl: string, deployment: Deployment, pageSize = 1_000): Store {
  const address = s3AddressIn(storageUrl);
  return {
    keep: (key, path) => keep(address, key, path),
    read: async (key, range) => read(address, key, range),
    borrow: async (key) => borrow(address, key, await workingPath({ deployment })),
    remove: (key) => doAtS3(address, { method: 'DELETE', key }),
    removeAll: (prefix) => removeAll(address, prefix, pageSize),
  };
}

/** The hash is signed with the request: the store keeps the very bytes that are here, or nothing. */
async function keep(address: S3Address, key: string, path: string): Promise<void> {
  const { size } = await stat(path);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const headers = { 'content-length': String(size), 'x-amz-content-sha256': hash.digest('hex') };
  await doAtS3(address, { method: 'PUT', key, headers, body: () => createReadStream(path) });
}

async function read(address: S3Address, key: string, range?: ByteRange) {
  const headers = range && { range: `bytes=${range.start}-${range.end}` };
  const answer = await askS3(address, { method: 'GET', key, ...(headers && { headers }) });
  const isThat = range ? answer.headers['content-range']?.startsWith(`bytes ${range.start}-${range.end}/`) : true;
  if (answer.statusCode === (range ? 206 : 200) && isThat) return answer;
  answer.destroy();
  throw new StoreError('the store answered with another part than was asked for');
}

async function borrow(address: S3Address, key: string, path: string): Promise<Borrowed> {
  const release = () => rm(path, { force: true });
  try {
    await pipeline(await read(address, key), createWriteStream(path, { mode: 0o600 }));
    return { path, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Page by page, each after the last name of the one before. What is named in an answer is only ever a part of the file. */
async function removeAll(address: S3Address, prefix: string, pageSize: number): Promise<void> {
  for (let after = ''; ; ) {
    const { forms, isLast } = await page(address, prefix, pageSize, after);
    for (const form of forms) await doAtS3(address, { method: 'DELETE', key: `${prefix}/${form}` });
    after = forms.at(-1) ?? '';
    if (isLast || after === '') return;
  }
}

async function page(address: S3Address, prefix: string, pageSize: number, after: string) {
  const below = `${address.prefix}${prefix}/`;
  const query = {
    ...{ 'list-type': '2', prefix: below, 'max-keys': String(pageSize) },
    ...(after && { 'start-after': `${below}${after}` }),
  };
  const listed = await textOf(await askS3(address, { method: 'GET', query }));
  const forms = [...listed.matchAll(/<Key>[^<]*\/([\w-]+)<\/Key>/g)].map(([, form]) => form as string);
  return { forms, isLast: !listed.includes('<IsTruncated>true</IsTruncated>') };
}
