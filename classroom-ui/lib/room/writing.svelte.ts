import { type MessageView, type Quote, quoteText } from '../../../engine/client.ts';
import type { Draft } from './outbox.svelte.ts';

export const LONGEST = 10_000;
/** The counter appears when this many characters are left. */
export const COUNT_FROM = 500;

/** As the engine counts: code points, after trimming. */
export const lengthOf = (text: string): number => [...text.trim()].length;

/** What is being written in one composer: the room's, or a thread's. */
export class Writing {
  text = $state('');
  quote = $state.raw<Quote | null>(null);
  editing = $state.raw<MessageView | null>(null);
  /** What plugins send along, by their id. */
  carried = $state.raw<Readonly<Record<string, unknown>>>({});
  /** What a message shows of them while it is on its way. */
  #shows: Readonly<Record<string, unknown>> = {};
  /** Plugins that want sending to wait. */
  holding = $state.raw<ReadonlySet<string>>(new Set());
  /** Counts up when the text field should take the focus. */
  wantsFocus = $state(0);

  readonly threadRoot: string | null;
  #before = '';

  constructor(threadRoot: string | null, text = '') {
    this.threadRoot = threadRoot;
    this.text = text;
  }

  get length(): number {
    return lengthOf(this.text);
  }

  get maySend(): boolean {
    const hasContent = this.length > 0 || (!this.editing && Object.keys(this.carried).length > 0);
    return hasContent && this.length <= LONGEST && this.holding.size === 0;
  }

  reply(message: MessageView): void {
    this.cancelEdit();
    this.quote = { id: message.id, author: message.author, text: quoteText(message.text), deleted: false };
    this.focus();
  }

  edit(message: MessageView): void {
    if (!this.editing) this.#before = this.text;
    this.quote = null;
    this.editing = message;
    this.text = message.text;
    this.focus();
  }

  /** Gives back what stood in the field before the edit. */
  cancelEdit(): void {
    if (!this.editing) return;
    this.editing = null;
    this.text = this.#before;
    this.#before = '';
  }

  /** Leaves the edit, or takes the quote away; answers whether there was either. */
  cancel(): boolean {
    if (this.editing) {
      this.cancelEdit();
      return true;
    }
    if (!this.quote) return false;
    this.quote = null;
    return true;
  }

  focus(): void {
    this.wantsFocus++;
  }

  carry(plugin: string, value: unknown, shows?: unknown): void {
    this.carried = withEntry(this.carried, plugin, value);
    this.#shows = withEntry(this.#shows, plugin, value === undefined ? undefined : shows);
  }

  hold(plugin: string, waiting: boolean): void {
    const next = new Set(this.holding);
    if (waiting) next.add(plugin);
    else next.delete(plugin);
    this.holding = next;
  }

  /** Empties the composer and answers what was in it. */
  take(): Draft {
    const { quote, threadRoot, carried } = this;
    const draft = {
      text: this.text.trim(),
      quote,
      threadRoot,
      ...(Object.keys(carried).length > 0 && { with: carried, shows: this.#shows }),
    };
    this.text = '';
    this.quote = null;
    this.carried = {};
    this.#shows = {};
    return draft;
  }
}

function withEntry(entries: Readonly<Record<string, unknown>>, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _, ...others } = entries;
  return value === undefined ? others : { ...others, [key]: value };
}
