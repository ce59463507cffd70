import { ReadCursor, type Run } from './read-cursor.ts';

export interface ReadingOptions {
  readonly me: string;
  /** Tells the server how far the reader has read. */
  save(seq: number): Promise<unknown>;
  /** Hears that all of it is read, which it was not before. */
  onread?(): void;
}

/** How far a room or a thread is read, as its screen says it: where the line "New" stands, and what is still unread. */
export class Reading {
  /** The line "New" stands after this sequence: up to here the reader had read everything when more came. */
  readUpTo = $state<number | null>(null);
  /** Where the first unread message is, or a gap that may hold one; null when all is read. */
  nextUnread = $state<number | null>(null);

  #cursor: ReadCursor | undefined;
  /** The cursor when the reader had last read everything. */
  #allReadAt = 0;
  readonly #options: ReadingOptions;

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  /**
   * It was opened, or opened anew.
   * @param stored the cursor that the server has
   * @param unreadFrom nothing before this is unread, and something is; null when all is read, which is up to `head`
   */
  open(stored: number, unreadFrom: number | null, head: number): void {
    const { me, save } = this.#options;
    const readUpTo = unreadFrom === null ? head : unreadFrom - 1;
    this.#cursor ??= new ReadCursor({ me, stored, save });
    this.#cursor.knows(stored);
    this.#cursor.skipTo(readUpTo);
    this.#allReadAt = this.#cursor.at;
    this.nextUnread = unreadFrom;
    if (unreadFrom !== null) this.readUpTo = readUpTo;
  }

  /** These messages are visible. */
  show(seqs: Iterable<number>): void {
    this.#cursor?.show(seqs);
  }

  /**
   * Moves the cursor as far as the reader has read. What is unread after that begins with the line "New".
   * @param awaited whether the reader looks at the end of the list, and what comes may be read as it comes
   */
  readOn(run: Run, awaited: boolean): void {
    if (!this.#cursor) return;
    this.nextUnread = this.#cursor.advance(run);
    if (this.nextUnread !== null) {
      if (!awaited) this.readUpTo = Math.max(this.readUpTo ?? 0, this.#allReadAt);
    } else if (this.#allReadAt !== this.#cursor.at) {
      this.#allReadAt = this.#cursor.at;
      this.#options.onread?.();
    }
  }

  /** The reader says that they have read everything, also what was never shown. */
  markAllRead(upTo: number): void {
    this.#cursor?.markRead(upTo);
    this.readUpTo = null;
  }

  /** Read up to here on another device. While nobody looks at this screen, what is new begins after it. */
  readElsewhere(seen: number, isLookedAt: boolean): void {
    this.#cursor?.knows(seen);
    if (!isLookedAt) this.#allReadAt = Math.max(this.#allReadAt, seen);
  }

  /** The connection is back: what was lost with it is said again. */
  again(): void {
    this.#cursor?.again();
  }

  close(): void {
    this.#cursor?.close();
  }
}
