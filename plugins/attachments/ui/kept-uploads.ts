import type { Voice } from './desk.svelte.ts';

/** An upload as it outlives its page. */
export interface KeptUpload {
  readonly key: string;
  readonly desk: string;
  readonly person: string;
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

const DAY_MS = 24 * 3_600_000;
let opening: Promise<IDBDatabase | null> | undefined;

/** Null where the browser denies it, as in another site's frame: then nothing outlives the page. */
function database(): Promise<IDBDatabase | null> {
  opening ??= new Promise((done) => {
    try {
      const request = indexedDB.open('attachments', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('uploads', { keyPath: 'key' });
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
  return opening;
}

async function asked<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const opened = await database();
  if (!opened) return null;
  return new Promise((done) => {
    try {
      const request = ask(opened.transaction('uploads', mode).objectStore('uploads'));
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
    } catch {
      done(null); // The database was taken away: whoever signed out took it along.
    }
  });
}

export const keepUpload = (upload: KeptUpload) => asked('readwrite', (store) => store.put(upload));
export const forgetUpload = (key: string) => asked('readwrite', (store) => store.delete(key));

/** What somebody left in a composer, in its order. What another person left on this machine, or a day ago, goes. */
export async function keptOn(desk: string, person: string): Promise<KeptUpload[]> {
  const all = ((await asked('readonly', (store) => store.getAll())) ?? []) as KeptUpload[];
  const stale = all.filter((upload) => upload.person !== person || Date.now() - upload.at > DAY_MS);
  for (const { key } of stale) void forgetUpload(key);
  return all.filter((upload) => upload.desk === desk && !stale.includes(upload)).sort((a, b) => a.at - b.at);
}
