import { type MessageView, type Quote, quoteText, trimText } from '../../../engine/client.ts';
import type { Draft } from './outbox.svelte.ts';
import { type Quotable, quoteNow } from './quote-now.ts';

export const LONGEST = 10_000;
/** The counter appears when this many characters are left. */
export const COUNT_FROM = 500;

type ByPlugin = Readonly<Record<string, unknown>>;

/** As the engine counts: code points, after trimming. */
export const lengthOf = (text: string): number => [...trimText(text)].length;

/** What is not sent yet. */
export interface UnsentText {
  readonly text: string;
  readonly quote: Quote | null;
  /** What plugins send along, by their id, and what a message shows of it while it is on its way. */
  readonly carried: ByPlugin;
  readonly shows: ByPlugin;
}

/** A message as its edit began, and what it is to say. */
export interface UnsavedEdit {
  readonly message: MessageView;
  readonly text: string;
}

/** What became of a message while somebody edits it: `elsewhere`, another tab of theirs edits it too. */
export type EditTrouble = 'deleted' | 'changed' | 'elsewhere';

/** What is being written in one composer: the room's, or a thread's. An edit lies over the draft and leaves it as it is. */
export class Writing {
  draft = $state('');
  quote = $state.raw<Quote | null>(null);
  editing = $state.raw<MessageView | null>(null);
  editText = $state('');
  editTrouble = $state<EditTrouble | null>(null);
  /** What another tab has written in the same edit. */
  editElsewhere = $state('');
  /** The edit was left for something else, and waits to be gone on with. */
  isEditAside = false;
  /** The edit is on its way to the server. */
  saving = $state(false);
  /** What plugins send along, by their id. */
  carried = $state.raw<ByPlugin>({});
  shows = $state.raw<ByPlugin>({});
  /** Plugins that want sending to wait. */
  holding = $state.raw<ReadonlySet<string>>(new Set());
  /** Counts up when the text field should take the focus. */
  wantsFocus = $state(0);
  /** When the person at this screen last wrote in it, in milliseconds since 1970. */
  writtenAt = 0;

  readonly threadRoot: string | null;
  /** Finds an edit that was begun earlier. */
  readonly #unsaved: (message: MessageView) => UnsavedEdit | undefined;

  constructor(threadRoot: string | null, unsaved: (message: MessageView) => UnsavedEdit | undefined = () => undefined) {
    this.threadRoot = threadRoot;
    this.#unsaved = unsaved;
  }

  /** What stands in the text field. */
  get text(): string {
    return this.editing ? this.editText : this.draft;
  }
  set text(text: string) {
    this.writtenAt = Date.now();
    if (this.editing) this.editText = text;
    else this.draft = text;
  }

  get length(): number {
    return lengthOf(this.text);
  }

  get maySend(): boolean {
    if (this.saving) return false;
    const hasContent = this.length > 0 || (!this.editing && Object.keys(this.carried).length > 0);
    return hasContent && this.length <= LONGEST && this.holding.size === 0;
  }

  reply(message: MessageView): void {
    this.cancelEdit();
    this.isEditAside = true;
    const { id, author, by, text } = message;
    this.quote = { id, author, ...(by && { by }), text: quoteText(text), deleted: false };
    this.focus();
  }

  edit(message: MessageView): void {
    if (this.editing?.id !== message.id) this.resumeEdit(this.#unsaved(message) ?? { message, text: message.text });
    this.focus();
  }

  resumeEdit({ message, text }: UnsavedEdit): void {
    this.isEditAside = false;
    this.editing = message;
    this.editText = text;
    this.editTrouble = null;
  }

  /** Another tab wrote other words in this edit. A message that was changed or deleted matters more. */
  contest(text: string): void {
    this.editElsewhere = text;
    this.editTrouble ??= 'elsewhere';
  }

  /** Shows the draft again. */
  cancelEdit(): void {
    this.isEditAside = false;
    this.editing = null;
    this.editText = '';
    this.editTrouble = null;
  }

  /** The quote says what its message says now, and nothing once that is deleted. */
  followQuote(message: Quotable): void {
    if (this.quote) this.quote = quoteNow(this.quote, message);
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

  /** Writes at the end, set off from what stands there. */
  append(text: string): void {
    const { text: before } = this;
    this.text = before === '' || /\s$/.test(before) ? before + text : `${before} ${text}`;
    this.focus();
  }

  focus(): void {
    this.wantsFocus++;
  }

  carry(plugin: string, value: unknown, shows?: unknown): void {
    this.carried = withEntry(this.carried, plugin, value);
    this.shows = withEntry(this.shows, plugin, value === undefined ? undefined : shows);
  }

  hold(plugin: string, waiting: boolean): void {
    const next = new Set(this.holding);
    if (waiting) next.add(plugin);
    else next.delete(plugin);
    this.holding = next;
  }

  get unsent(): UnsentText {
    const { draft: text, quote, carried, shows } = this;
    return { text, quote, carried, shows };
  }

  /** Takes over a draft that was stored, or that another tab wrote. */
  adopt({ text, quote, carried, shows }: UnsentText): void {
    this.draft = text;
    this.quote = quote;
    this.carried = carried;
    this.shows = shows;
  }

  /** Empties the composer and answers what was in it. */
  take(): Draft {
    const { carried, draft, quote, shows, threadRoot } = this;
    const along = Object.keys(carried).length > 0 && { with: carried, shows };
    this.adopt(NOTHING);
    this.writtenAt = Date.now();
    return { text: trimText(draft), quote: quote?.deleted ? null : quote, threadRoot, ...along };
  }

  /** Ends the edit and answers its text as a new message. */
  takeEdit(): Draft {
    const text = trimText(this.editText);
    this.cancelEdit();
    return { text, quote: null, threadRoot: this.threadRoot };
  }
}

export const NOTHING: UnsentText = { text: '', quote: null, carried: {}, shows: {} };

function withEntry(entries: ByPlugin, key: string, value: unknown): ByPlugin {
  const { [key]: _, ...others } = entries;
  return value === undefined ? others : { ...others, [key]: value };
}
