import type { Readable } from 'node:stream';
import type { Deployment } from '../../../engine/index.ts';
import { createFolderStore } from './folder-store.ts';

/** A part of something kept: bytes from `start` to `end`, both counted. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A file of this machine to work with, until it is released. */
export interface Borrowed {
  readonly path: string;
  release(): Promise<void>;
}

/** Where files are kept: `<school>/<file>/<form>` each. Nobody but the plugin names anything here. */
export interface Store {
  /**
   * Keeps a file of this machine, which stays where it is until the row that tells of it is written, and is not changed
   * any more. Keeping twice keeps the second.
   */
  keep(key: string, path: string): Promise<void>;
  /** @throws Error when nothing is kept under the key */
  read(key: string, range?: ByteRange): Promise<Readable>;
  borrow(key: string): Promise<Borrowed>;
  /** Removes what is kept under the key, if anything is. */
  remove(key: string): Promise<void>;
  /** Removes everything of a file: `<school>/<file>`. */
  removeAll(prefix: string): Promise<void>;
}

/** The store of a deployment: in a bucket where there is an address of one, else in `dataDir`. */
export function openStore(storageUrl: string | undefined, deployment: Deployment): Store {
  if (!storageUrl) return createFolderStore(deployment.dataDir);
  return whenAsked(async () => (await import('./s3-store.ts')).createS3Store(storageUrl, deployment));
}

/** Loaded with the first file: where files are kept in a folder, the other store takes no memory. */
function whenAsked(open: () => Promise<Store>): Store {
  let opening: Promise<Store> | undefined;
  const store = (): Promise<Store> => {
    opening ??= open();
    return opening;
  };
  return {
    keep: async (key, path) => (await store()).keep(key, path),
    read: async (key, range) => (await store()).read(key, range),
    borrow: async (key) => (await store()).borrow(key),
    remove: async (key) => (await store()).remove(key),
    removeAll: async (prefix) => (await store()).removeAll(prefix),
  };
}

/** Where something of a file is kept. */
export const keyOf = (file: { readonly school_id: string; readonly id: string }, form: string): string =>
  `${file.school_id}/${file.id}/${form}`;
