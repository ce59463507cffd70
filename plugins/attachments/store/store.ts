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
  /** Takes a file of this machine over: afterwards it is gone from where it was. Keeping twice keeps the second. */
  keep(key: string, path: string): Promise<void>;
  /** @throws Error when nothing is kept under the key */
  read(key: string, range?: ByteRange): Promise<Readable>;
  borrow(key: string): Promise<Borrowed>;
  /** Removes what is kept under the key, if anything is. */
  remove(key: string): Promise<void>;
  /** Removes everything of a file: `<school>/<file>`. */
  removeAll(prefix: string): Promise<void>;
}

const opened = new WeakMap<Deployment, Store>();

/** The store of a deployment; one for each process. */
export function storeOf(deployment: Deployment): Store {
  const known = opened.get(deployment) ?? createFolderStore(deployment.dataDir);
  opened.set(deployment, known);
  return known;
}

/** Where something of a file is kept. */
export const keyOf = (file: { readonly school_id: string; readonly id: string }, form: string): string =>
  `${file.school_id}/${file.id}/${form}`;
