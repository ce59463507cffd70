import type { PluginStorage } from '../../../engine/client.ts';
import type { Voice } from './desk.svelte.ts';

/** An upload as it outlives its page. */
export interface StoredUpload {
  readonly key: string;
  readonly desk: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly file: File;
  /** Where it goes on; null before it was begun. */
  readonly address: string | null;
  readonly caption: string;
  readonly alt: string;
  /** Absent: it is no voice message. */
  readonly voice?: Voice | undefined;
}
type Place = Pick<StoredUpload, 'desk' | 'key'>;

const DAY_MS = 24 * 3_600_000;
const rowsOf = (desk: string): string => `upload ${desk} `;
const rowOf = ({ desk, key }: Place): string => rowsOf(desk) + key;
const fileOf = ({ key }: Pick<Place, 'key'>): string => `file ${key}`;

/** Stores an upload with its file, which may be long. */
export const storeUpload = (storage: PluginStorage, upload: StoredUpload): Promise<void> =>
  storage.write({ [fileOf(upload)]: upload.file, ...rowFor(upload) });

/** Stores what changed beside the file. */
export const updateUpload = (storage: PluginStorage, upload: StoredUpload): Promise<void> =>
  storage.write(rowFor(upload));

export const removeUpload = (storage: PluginStorage, place: Place): Promise<void> =>
  storage.write({ [fileOf(place)]: undefined, [rowOf(place)]: undefined });

/** Whether something was left in a composer when its page was closed. */
export const isLeft = async (storage: PluginStorage, desk: string): Promise<boolean> =>
  (await storage.keys(rowsOf(desk))).length > 0;

/** What was left in a composer, in its order. What was left a day ago goes: the server has no part of it any more. */
export async function storedOn(storage: PluginStorage, desk: string): Promise<StoredUpload[]> {
  const rows = await Promise.all((await storage.keys(rowsOf(desk))).map((row) => storage.read(row)));
  const stored = rows.filter((row) => row !== undefined) as Omit<StoredUpload, 'file'>[];
  const uploads: StoredUpload[] = [];
  for (const upload of stored.sort((a, b) => a.at - b.at)) {
    const file = Date.now() - upload.at > DAY_MS ? undefined : await storage.read(fileOf(upload));
    if (file instanceof File) uploads.push({ ...upload, file });
    else void removeUpload(storage, upload);
  }
  return uploads;
}

function rowFor(upload: StoredUpload): Record<string, unknown> {
  const { file: _, ...row } = upload;
  return { [rowOf(upload)]: row };
}
