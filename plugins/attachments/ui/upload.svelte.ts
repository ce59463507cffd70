import { type DetailedError, Upload as TusUpload } from 'tus-js-client';
import type { PluginStorage } from '../../../engine/client.ts';
import type { Voice } from './desk.svelte.ts';
import { rememberLocal } from './local.ts';
import { removeUpload, type StoredUpload, updateUpload } from './stored-uploads.ts';
import { words } from './words.ts';

/** waiting: for its turn · resting: for the connection · refused: for good */
export type UploadState = 'waiting' | 'sending' | 'resting' | 'done' | 'refused';

/** A part at a time, so that a proxy that gathers requests before it passes them on loses little. */
const PART = 10_000_000;
const TRY_AGAIN_MS = [0, 500, 1_500, 3_000];

interface Refused {
  readonly code: string;
  readonly message: string;
  readonly data?: { readonly left?: number; readonly most?: number };
}

/** One file on its way to the server: it goes on where it was when the connection, or the page, comes back. */
export class Upload {
  readonly key: string;
  readonly file: File;
  /** The file as this page has it, for a picture, a film or a voice message. */
  readonly preview: string | null;
  readonly voice: Voice | undefined;
  state = $state<UploadState>('waiting');
  /** 0 to 1. */
  progress = $state(0);
  problem = $state<string | null>(null);
  caption = $state('');
  alt = $state('');
  readonly #desk: string;
  readonly #storage: PluginStorage;
  #at: number;
  readonly #onchange: () => void;
  #address: string | null;
  #tus: TusUpload | undefined;

  constructor(stored: StoredUpload, storage: PluginStorage, onchange: () => void) {
    const { key, desk, file, address, caption, alt, at, voice } = stored;
    Object.assign(this, { caption, alt });
    this.key = key;
    this.file = file;
    this.voice = voice;
    this.#desk = desk;
    this.#storage = storage;
    this.#at = at;
    this.#address = address;
    this.#onchange = onchange;
    this.preview = voice || /^(image\/(?!svg)|video)/.test(file.type) ? URL.createObjectURL(file) : null;
  }

  /** The server's id of it, once it was begun. */
  get fileId(): string | null {
    return this.#address?.split('/').at(-1) ?? null;
  }

  get busy(): boolean {
    return this.state !== 'done' && this.state !== 'refused';
  }

  start(): void {
    this.state = 'sending';
    this.problem = null;
    this.#tus ??= this.#made();
    this.#tus.start();
  }

  /** Writes down what was written beside it, and where it goes on. */
  keep(): void {
    const { key, file, caption, alt, voice } = this;
    const where = { desk: this.#desk, at: this.#at, address: this.#address };
    void updateUpload(this.#storage, { key, file, caption, alt, voice, ...where });
  }

  /** Where it stands among the others, should the page be loaded anew. */
  keepAt(at: number): void {
    this.#at = at;
    this.keep();
  }

  /** Cancels it, here and there. */
  async cancel(): Promise<void> {
    this.forget();
    await this.#tus?.abort(false);
    if (this.#address)
      await fetch(this.#address, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } }).catch(swept);
  }

  /** A message has it now, or nobody wants it. */
  forget(): void {
    void removeUpload(this.#storage, { desk: this.#desk, key: this.key });
  }

  #made(): TusUpload {
    return new TusUpload(this.file, {
      endpoint: '/files',
      uploadUrl: this.#address,
      metadata: { filename: this.file.name, ...(this.voice && { voice: '1' }) },
      chunkSize: PART,
      retryDelays: TRY_AGAIN_MS,
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        this.#address = new URL(this.#tus?.url ?? '', location.href).pathname;
        this.keep();
      },
      onProgress: (sent, all) => {
        this.progress = sent / all;
      },
      onShouldRetry: (error) => refusalIn(error as DetailedError) === null,
      onSuccess: () => this.#settle('done'),
      onError: (error) => this.#fail(error as DetailedError),
    });
  }

  #fail(error: DetailedError): void {
    const refused = refusalIn(error);
    if (!refused) {
      this.#settle('resting');
      return;
    }
    this.problem = words.problem(refused.code, refused.message, refused.data ?? {});
    void this.cancel();
    this.#settle('refused');
  }

  #settle(state: UploadState): void {
    this.state = state;
    if (state === 'done' && this.fileId && this.preview) rememberLocal(this.fileId, this.preview);
    this.#onchange();
  }
}

/** What the server said no to; null while it has not answered, or is to be asked again. */
function refusalIn({ originalResponse: answer }: DetailedError): Refused | null {
  const status = answer?.getStatus() ?? 0;
  if (!answer || status < 400 || status >= 500 || status === 423 || status === 429) return null;
  try {
    return JSON.parse(answer.getBody()) as Refused;
  } catch {
    return status === 409 ? null : { code: String(status), message: words.refused };
  }
}

/** It could not be told: what no message takes is swept away within a day. */
const swept = (): void => undefined;
