import { type DeviceStore, device } from '#lib/device/device-store.ts';
import { draftKey } from './draft-keys.ts';
import { NOTHING, type UnsentText, type Writing } from './writing.svelte.ts';

interface StoredDraft extends UnsentText {
  /** Milliseconds since 1970, by this device's clock: of two tabs the later one is right. */
  readonly at: number;
}

/** Who has not written for this long is not in the middle of a sentence. */
const PAUSE_MS = 1_000;

const isEmpty = ({ text, quote, carried }: UnsentText): boolean =>
  text.trim() === '' && quote === null && Object.keys(carried).length === 0;
const sameWords = (one: UnsentText, other: UnsentText): boolean =>
  one.text === other.text && one.quote?.id === other.quote?.id;
const sameCarried = (one: UnsentText, other: UnsentText): boolean =>
  JSON.stringify(one.carried) === JSON.stringify(other.carried);

/** Stores the draft in one composer, and takes over what another tab writes there. */
export class DraftSync {
  readonly #writing: Writing;
  readonly #roomId: string;
  readonly #store: DeviceStore;
  /** What is stored, as far as this tab knows. */
  #stored: UnsentText = NOTHING;
  /** Another tab wrote what stands here: what plugins make of it in this one is no news. */
  #isAdopted = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(writing: Writing, roomId: string, store: DeviceStore = device) {
    this.#writing = writing;
    this.#roomId = roomId;
    this.#store = store;
  }

  get #key(): string {
    return draftKey(this.#roomId, this.#writing.threadRoot);
  }

  /** Puts back what was stored, once it can be read. */
  restore(): void {
    const draft = this.#store.get<StoredDraft>('drafts', this.#key);
    if (draft && isEmpty(this.#writing.unsent)) this.#adopt(draft);
  }

  /** Writes the draft if it differs from what is stored. */
  writeDraft(): void {
    const draft = this.#writing.unsent;
    const same = sameWords(draft, this.#stored);
    if (same && (this.#isAdopted || sameCarried(draft, this.#stored))) return;
    this.#stored = draft;
    this.#isAdopted = false;
    const value: StoredDraft | undefined = isEmpty(draft) ? undefined : { ...draft, at: Date.now() };
    void this.#store.write({ table: 'drafts', key: this.#key, value });
  }

  /** Takes over what other tabs write. Answers how to stop. */
  listen(): () => void {
    const stop = this.#store.onChange((_table, key) => key === this.#key && this.#hear());
    return () => {
      stop();
      clearTimeout(this.#later);
    };
  }

  /** What somebody is typing right now stays: the later of the two is taken when they pause. */
  #hear(heardAt = Date.now()): void {
    clearTimeout(this.#later);
    const draft = this.#store.get<StoredDraft>('drafts', this.#key);
    const wait = this.#writing.writtenAt + PAUSE_MS - Date.now();
    if (wait > 0) this.#later = setTimeout(() => this.#hear(heardAt), wait);
    else if ((draft?.at ?? heardAt) >= this.#writing.writtenAt) {
      // What a plugin sends along stands at the screen where it was chosen; what was sent or thrown away is gone everywhere.
      const { carried, shows } = this.#writing;
      this.#adopt(draft ? { ...draft, carried, shows } : NOTHING);
      this.#isAdopted = true;
    }
  }

  #adopt({ text, quote, carried, shows }: UnsentText): void {
    this.#writing.adopt({ text, quote, carried, shows });
    this.#stored = this.#writing.unsent;
  }
}
