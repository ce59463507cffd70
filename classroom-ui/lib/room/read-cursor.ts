import type { MessageView } from '../../../engine/client.ts';
import { Seen } from './seen.ts';

/** A gapless run of messages, ascending by sequence. */
export interface Run {
  readonly messages: readonly MessageView[];
  /** Whether earlier or later messages may exist that are not loaded. */
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  /** Nothing of somebody else comes after this sequence. */
  readonly newest: number;
}

export interface ReadCursorOptions {
  readonly me: string;
  /** The cursor that the server has stored. */
  readonly stored: number;
  save(seq: number): Promise<unknown>;
}

/**
 * How far a reader has read a room or a thread. It passes a message of somebody else only after that message was visible
 * on this screen, or was read on another one; what was jumped over stays unread until it is shown or marked as read.
 */
export class ReadCursor {
  #at: number;
  readonly #me: string;
  /** Messages after the cursor that were visible. */
  readonly #shown = new Set<number>();
  readonly #seen: Seen;

  constructor({ me, stored, save }: ReadCursorOptions) {
    this.#me = me;
    this.#at = stored;
    this.#seen = new Seen(stored, save);
  }

  get at(): number {
    return this.#at;
  }

  show(seqs: Iterable<number>): void {
    for (const seq of seqs) if (seq > this.#at) this.#shown.add(seq);
  }

  /**
   * Moves over what has been read and what cannot be unread: one's own messages, deleted ones, system lines. Answers the
   * sequence of the next unread message, or of a gap before the run that may hold one; null when all is read.
   */
  advance({ messages, hasOlder, hasNewer, newest }: Run): number | null {
    const first = messages[0];
    if (hasOlder && first && first.seq > this.#at + 1) return this.#at + 1;
    for (const message of messages) {
      if (message.seq <= this.#at) continue;
      if (isOthers(message, this.#me)) {
        if (!this.#shown.has(message.seq)) return message.seq;
        this.#seen.upTo(message.seq);
      }
      this.#moveTo(message.seq);
    }
    if (hasNewer && this.#at < newest) return this.#at + 1;
    this.#moveTo(newest);
    return null;
  }

  /** There is nothing unread up to here, as the server has counted. */
  skipTo(seq: number): void {
    this.#moveTo(seq);
  }

  /** The reader says so, whether it was shown or not. */
  markRead(upTo: number): void {
    this.#moveTo(upTo);
    this.#seen.upTo(upTo);
  }

  /** Read up to here on some device of the reader, as the server says. */
  knows(seen: number): void {
    this.#moveTo(seen);
    this.#seen.knows(seen);
  }

  /** The connection is back: what was lost with it is said again. */
  again(): void {
    this.#seen.again();
  }

  close(): void {
    this.#seen.close();
  }

  #moveTo(seq: number): void {
    if (seq <= this.#at) return;
    this.#at = seq;
    for (const shown of this.#shown) if (shown <= seq) this.#shown.delete(shown);
  }
}

/** Whether a message is unread until it was shown. */
export const isOthers = ({ author, kind, deletedAt }: MessageView, me: string): boolean =>
  author !== me && kind === 'text' && deletedAt === null;
