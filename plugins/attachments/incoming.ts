import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore } from '@tus/file-store';
import { v7 as newId } from 'uuid';
import type { RouteContext } from '../../engine/index.ts';
import type { Attachments } from './state.ts';

type Place = Pick<RouteContext<Attachments>, 'deployment' | 'school'>;

/** Where a school's uploads gather until they are whole. */
export const incomingFolder = ({ deployment, school }: Place): string =>
  join(deployment.dataDir, 'files', 'incoming', school.id);

/** Where one upload gathers. */
export const incomingPath = (place: Place, fileId: string): string => join(incomingFolder(place), fileId);

/** Uploads as tus writes them. Of a file whose length nobody says beforehand no quota could be kept: that is not offered. */
export async function openIncoming(place: Place): Promise<FileStore> {
  const directory = incomingFolder(place);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { FileStore: Uploads } = await import('@tus/file-store');
  const store = new Uploads({ directory });
  store.extensions = ['creation', 'creation-with-upload', 'termination'];
  return store;
}

/** Forgets an upload: what has come of it, and what tus noted beside. */
export async function dropIncoming(place: Place, fileId: string): Promise<void> {
  const path = incomingPath(place, fileId);
  await Promise.all([rm(path, { force: true }), rm(`${path}.json`, { force: true })]);
}

/** A path of this machine for something that is being made. */
export async function workingPath({ deployment }: Pick<Place, 'deployment'>): Promise<string> {
  const folder = join(deployment.dataDir, 'files', 'working');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, newId());
}
