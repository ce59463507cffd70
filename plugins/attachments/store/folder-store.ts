import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { Store } from './store.ts';

/** Keeps files in `<dataDir>/files/kept`, one folder a file. */
export function createFolderStore(dataDir: string): Store {
  const root = join(dataDir, 'files', 'kept');
  const pathOf = (key: string): string => join(root, key);
  return {
    async keep(key, path) {
      const to = pathOf(key);
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      await onDisk(path);
      await putBeside(path, to);
      await onDisk(dirname(to));
    },
    async read(key, range) {
      const handle = await open(pathOf(key));
      return createReadStream('', { fd: handle, ...range });
    },
    borrow: async (key) => ({ path: pathOf(key), release: async () => undefined }),
    remove: (key) => rm(pathOf(key), { force: true }),
    removeAll: (prefix) => rm(pathOf(prefix), { recursive: true, force: true }),
  };
}

/** By a second name for the same bytes, which costs nothing; by a copy where the disk knows no second names. */
async function putBeside(path: string, to: string): Promise<void> {
  const fresh = `${to}.${newId()}`;
  try {
    await link(path, fresh).catch(() => copyOnDisk(path, fresh));
    await rename(fresh, to);
  } finally {
    await rm(fresh, { force: true });
  }
}

async function copyOnDisk(path: string, to: string): Promise<void> {
  await copyFile(path, to);
  await onDisk(to);
}

/** A row that says a file is here is committed next: the bytes must outlive a power cut as the row does. */
async function onDisk(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
