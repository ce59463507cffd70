import { type DeviceStore, device } from '#lib/device/device-store.ts';
import { editKey, type StoredEdit } from './draft-keys.ts';
import type { Writing } from './writing.svelte.ts';

interface Stored {
  readonly key: string;
  readonly text: string | null;
  /** Another tab's own words: they are not this one's to remove. */
  readonly isTheirs?: boolean;
}

/**
 * Stores the edit in one composer, and keeps it in step with other tabs that edit the same message: words that grew out of
 * this tab's are taken over; where both tabs wrote words of their own, each keeps them and shows the other's.
 */
export class EditSync {
  readonly #writing: Writing;
  readonly #store: DeviceStore;
  readonly #keyOf: (messageId: string) => string;
  /** What is stored, as far as this tab knows; null for nothing. */
  #stored: Stored | null = null;
  /** What all tabs agreed on when this one last wrote nothing of its own. */
  #from = '';

  constructor(writing: Writing, roomId: string, store: DeviceStore = device) {
    this.#writing = writing;
    this.#store = store;
    this.#keyOf = (messageId) => editKey(roomId, writing.threadRoot, messageId);
  }

  /** Puts back the edit that was written last, once it can be read. */
  restore(): void {
    const prefix = this.#keyOf('');
    const edits = [...this.#store.all<StoredEdit>('drafts')].filter(([key]) => key.startsWith(prefix));
    const [newest] = edits.map(([, edit]) => edit).sort((a, b) => b.at - a.at);
    if (newest && !this.#writing.editing) this.#writing.resumeEdit(newest);
  }

  /** Writes the edit if it says something new; one that was left or saved is stored no more, one that was put aside still is. */
  write(): void {
    const { editing, editText, isEditAside } = this.#writing;
    const key = editing && this.#keyOf(editing.id);
    if (this.#stored && this.#stored.key !== key) {
      const { key: left, text, isTheirs } = this.#stored;
      if (!editing && !isEditAside && text !== null && !isTheirs) this.#put(left, undefined);
      this.#stored = null;
    }
    if (!editing || !key) return;
    this.#stored ??= this.#begin(key, editText);
    const text = editText === editing.text ? null : editText;
    if (text === this.#stored.text) return;
    this.#stored = { key, text };
    this.#put(key, text === null ? undefined : { message: editing, text, from: this.#from, at: Date.now() });
  }

  /** Takes over what other tabs write. Answers how to stop. */
  listen(): () => void {
    return this.#store.onChange((_table, key) => {
      const { editing } = this.#writing;
      if (editing && key === this.#keyOf(editing.id)) this.#hear(key);
    });
  }

  #begin(key: string, text: string): Stored {
    this.#from = text;
    return { key, text: this.#store.get<StoredEdit>('drafts', key)?.text ?? null };
  }

  #hear(key: string): void {
    const { editText, editTrouble } = this.#writing;
    const theirs = this.#store.get<StoredEdit>('drafts', key);
    if (editTrouble === 'elsewhere') this.#writing.editTrouble = null;
    if (theirs?.text === editText) return;
    const isOwn = editText !== this.#from && editText !== theirs?.from;
    this.#stored = { key, text: theirs?.text ?? null, isTheirs: isOwn };
    if (!isOwn) this.#agree(theirs?.text);
    else if (theirs) this.#writing.contest(theirs.text);
    else this.write();
  }

  #agree(text: string | undefined): void {
    this.#from = text ?? '';
    if (text === undefined) this.#writing.cancelEdit();
    else this.#writing.editText = text;
  }

  #put(key: string, value: StoredEdit | undefined): void {
    void this.#store.write({ table: 'drafts', key, value });
  }
}
