import { v4 as newKey } from 'uuid';
import type { PluginStorage } from '../../../engine/client.ts';
import type { Claim, FileView } from '../contract.ts';
import { deskKey, type Given } from './desk.svelte.ts';
import { type StoredUpload, storedOn, storeUpload } from './stored-uploads.ts';
import { Upload } from './upload.svelte.ts';

const AT_ONCE = 3;

interface Place {
  readonly roomId: string;
  readonly threadRoot: string | null;
  readonly person: string;
  readonly storage: PluginStorage;
}

/** The files that wait in one composer, in the order in which they will stand on the message. */
export class Tray {
  uploads = $state.raw<readonly Upload[]>([]);
  readonly #key: string;
  readonly #storage: PluginStorage;

  constructor({ roomId, threadRoot, storage }: Place) {
    this.#key = deskKey(roomId, threadRoot);
    this.#storage = storage;
    void this.#restore();
  }

  // Asked anew each time: what is derived belongs to the screen it was first read on, and a tray outlives screens.
  get busy(): boolean {
    return this.uploads.some((upload) => upload.busy);
  }

  get ready(): readonly Upload[] {
    return this.uploads.filter(({ state }) => state === 'done');
  }

  add(given: readonly Given[]): void {
    const at = Date.now();
    const added = given.map(({ file, voice }, place) => {
      const begun = { desk: this.#key, address: null, caption: '', alt: '' };
      const stored = { ...begun, key: newKey(), at: at + place / 1_000, file, voice };
      void storeUpload(this.#storage, stored);
      return this.#made(stored);
    });
    this.uploads = [...this.uploads, ...added];
    this.#startNext();
  }

  async remove(upload: Upload): Promise<void> {
    this.uploads = this.uploads.filter((other) => other !== upload);
    await upload.cancel();
    this.#startNext();
  }

  retry(upload: Upload): void {
    upload.start();
  }

  /** The connection is there again. */
  resume(): void {
    for (const upload of this.uploads) if (upload.state === 'resting') upload.start();
  }

  move(upload: Upload, by: -1 | 1): void {
    const from = this.uploads.indexOf(upload);
    const to = from + by;
    if (from < 0 || to < 0 || to >= this.uploads.length) return;
    const moved = this.uploads.filter((other) => other !== upload);
    this.uploads = [...moved.slice(0, to), upload, ...moved.slice(to)];
    const now = Date.now();
    for (const [place, one] of this.uploads.entries()) one.keepAt(now + place / 1_000);
  }

  /** A message took these. */
  sent(fileIds: ReadonlySet<string>): void {
    const taken = this.uploads.filter(({ fileId }) => fileId !== null && fileIds.has(fileId));
    for (const upload of taken) upload.forget();
    this.uploads = this.uploads.filter((upload) => !taken.includes(upload));
  }

  async #restore(): Promise<void> {
    const stored = await storedOn(this.#storage, this.#key);
    const here = new Set(this.uploads.map(({ key }) => key));
    this.uploads = [...stored.filter(({ key }) => !here.has(key)).map((one) => this.#made(one)), ...this.uploads];
    this.#startNext();
  }

  #made(stored: StoredUpload): Upload {
    return new Upload(stored, this.#storage, () => this.#startNext());
  }

  #startNext(): void {
    const free = AT_ONCE - this.uploads.filter(({ state }) => state === 'sending').length;
    for (const upload of this.uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free)))
      upload.start();
  }
}

const trays = new Map<string, Tray>();

/** The tray of a composer; it goes on while another room is on the screen. */
export function trayFor(place: Place): Tray {
  const key = `${place.person} ${deskKey(place.roomId, place.threadRoot)}`;
  const tray = trays.get(key) ?? new Tray(place);
  trays.set(key, tray);
  return tray;
}

/** How the message names them. */
export const claimsOf = (uploads: readonly Upload[]): Claim[] =>
  uploads.flatMap(({ fileId, caption, alt, voice }) =>
    fileId === null
      ? []
      : [{ id: fileId, ...(caption.trim() && { caption }), ...(alt.trim() && { alt }), ...(voice && { voice }) }],
  );

/** What the message shows of them until the room confirms it. */
export const viewsOf = (uploads: readonly Upload[]): FileView[] =>
  uploads.flatMap(({ fileId, file, caption, alt, voice }) => {
    if (fileId === null) return [];
    const { name, type, size } = file;
    const { duration = null, peaks = null } = voice ?? {};
    const unknown = { width: null, height: null, blur: null, forms: [] };
    const kind = voice ? 'voice' : kindOf(type);
    return [{ id: fileId, name, type, size, caption, alt, kind, state: 'preparing', duration, peaks, ...unknown }];
  });

function kindOf(type: string): FileView['kind'] {
  const family = type.split('/', 1)[0];
  if (family === 'image' || family === 'video' || family === 'audio' || family === 'text') return family;
  return type === 'application/pdf' ? 'pdf' : 'document';
}
